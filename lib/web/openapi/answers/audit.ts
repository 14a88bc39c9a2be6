import { z } from "zod";
import type { AuditEventView } from "../../../audit/views.ts";
import { answer, instant, pageOf, role } from "./parts.ts";

export const auditPage = pageOf(
  answer<AuditEventView>()(
    z.strictObject({
      seq: z.int().min(1),
      at: instant,
      actor: z
        .strictObject({ id: z.uuid(), name: z.string().nullable(), role: role.nullable() })
        .nullable(),
      action: z.string(),
      entity: z.string(),
      entityId: z.uuid().nullable(),
      patientId: z.uuid().nullable(),
      patientName: z.string().nullable(),
      client: z.strictObject({ id: z.string(), name: z.string().nullable() }).nullable(),
      detail: z.record(z.string(), z.unknown()),
    }),
  ),
);
