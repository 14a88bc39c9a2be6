import { rescheduleAppointment } from "#lib/appointments/reschedule.ts";
import { rescheduleSchema } from "#lib/appointments/schema.ts";
import { appointmentRoute } from "#lib/web/appointment-route.ts";
import { resource } from "#lib/web/resource.ts";

/**
 * @swagger
 * /appointments/{id}/reschedule:
 *   post:
 *     operationId: rescheduleAppointment
 *     summary: Moves an appointment to another time
 *     description: >-
 *       Patients until the cut-off of the practice, and a confirmed visit then waits for the practitioner again; after
 *       it staff alone, with a reason.
 *     tags: [Appointments]
 *     x-scope: appointments:write
 *     x-body: RescheduleRequest
 *     x-if-match: true
 *     x-idempotent: true
 *     x-errors: [illegal_transition, slot_taken, slot_unavailable, patient_busy, too_late, too_many_requests_open]
 *     responses:
 *       200: { description: The appointment as it is now, x-answer: Appointment, x-etag: true }
 */
const post = appointmentRoute(
  "appointment.reschedule",
  rescheduleSchema,
  (actor, id, { startsAt, ...why }, change) =>
    rescheduleAppointment(actor, id, startsAt, { ...change, ...why }),
);

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = resource({
  POST: post,
});
