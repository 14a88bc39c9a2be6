import { z } from "zod";
import { emptyIsNone, id, instant } from "../schema.ts";

/** How the audit trail is narrowed: by who did it, to whom, what (`record.read`), and when. */
export const auditFilterSchema = z.strictObject({
  actor: emptyIsNone(id),
  patient: emptyIsNone(id),
  action: emptyIsNone(z.string().max(100, "too_long")),
  from: emptyIsNone(instant),
  /** Not included. */
  to: emptyIsNone(instant),
  cursor: emptyIsNone(z.string().max(400)),
  limit: z.coerce.number().int().min(1).max(100).default(20),
});
export type AuditFilter = z.output<typeof auditFilterSchema>;
