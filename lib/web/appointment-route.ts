import type { z } from "zod";
import type { Actor } from "../access/actor.ts";
import type { Action } from "../access/policy.ts";
import type { Change } from "../appointments/commands.ts";
import type { AppointmentView } from "../appointments/views.ts";
import { bodyOf, idempotencyKeyOf, jsonRoute, versionOf, type Handler } from "./json-route.ts";

/**
 * What is done to one appointment: with the version that was seen (`If-Match`), and once for each
 * `Idempotency-Key`.
 */
export function appointmentRoute<Schema extends z.ZodType>(
  action: Action,
  schema: Schema,
  work: (
    actor: Actor,
    id: string,
    input: z.output<Schema>,
    change: Change,
  ) => Promise<AppointmentView>,
): Handler<{ id: string }> {
  return jsonRoute(
    action,
    async (request, { id }, actor) =>
      work(actor, id, await bodyOf(request, schema), {
        now: new Date(),
        expectedVersion: versionOf(request),
        idempotencyKey: idempotencyKeyOf(request),
      }),
    { withEtag: true },
  );
}
