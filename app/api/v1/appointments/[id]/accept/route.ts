import { acceptProposal } from "#lib/appointments/propose.ts";
import { acceptSchema } from "#lib/appointments/schema.ts";
import { appointmentRoute } from "#lib/web/appointment-route.ts";
import { resource } from "#lib/web/resource.ts";

/**
 * @swagger
 * /appointments/{id}/accept:
 *   post:
 *     operationId: acceptProposal
 *     summary: Takes one of the times that were proposed
 *     description: >-
 *       Also confirms an appointment that a doctor added, with its own start: from then on the doctor treats the
 *       patient.
 *     tags: [Appointments]
 *     x-scope: appointments:write
 *     x-body: AcceptRequest
 *     x-if-match: true
 *     x-idempotent: true
 *     x-errors: [illegal_transition, slot_taken, slot_unavailable, patient_busy]
 *     responses:
 *       200: { description: The appointment as it is now, x-answer: Appointment, x-etag: true }
 */
const post = appointmentRoute(
  "appointment.accept",
  acceptSchema,
  (actor, id, { startsAt }, change) => acceptProposal(actor, id, startsAt, change),
);

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = resource({
  POST: post,
});
