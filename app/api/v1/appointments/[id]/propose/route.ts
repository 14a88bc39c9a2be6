import { proposeTimes } from "#lib/appointments/propose.ts";
import { proposeSchema } from "#lib/appointments/schema.ts";
import { appointmentRoute } from "#lib/web/appointment-route.ts";
import { resource } from "#lib/web/resource.ts";

/**
 * @swagger
 * /appointments/{id}/propose:
 *   post:
 *     operationId: proposeTimes
 *     summary: Offers one to three other times instead
 *     tags: [Appointments]
 *     x-scope: appointments:write
 *     x-body: ProposeRequest
 *     x-if-match: true
 *     x-idempotent: true
 *     x-errors: [illegal_transition, slot_taken, slot_unavailable, patient_busy]
 *     responses:
 *       200: { description: The appointment as it is now, x-answer: Appointment, x-etag: true }
 */
const post = appointmentRoute(
  "appointment.propose",
  proposeSchema,
  (actor, id, { startsAt, reason }, change) =>
    proposeTimes(actor, id, startsAt, { ...change, reason }),
);

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = resource({
  POST: post,
});
