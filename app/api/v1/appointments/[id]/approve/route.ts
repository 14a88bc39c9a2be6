import { changeStatus } from "#lib/appointments/commands.ts";
import { approveSchema } from "#lib/appointments/schema.ts";
import { appointmentRoute } from "#lib/web/appointment-route.ts";
import { resource } from "#lib/web/resource.ts";

/**
 * @swagger
 * /appointments/{id}/approve:
 *   post:
 *     operationId: approveAppointment
 *     summary: Confirms a request
 *     description: >-
 *       Admins also confirm an appointment that a doctor added, which neither the patient nor an admin has confirmed.
 *       Where the practice is closed at its time by now (time off, a holiday, other hours), it is refused with
 *       `time_closed`, unless `reason` says why the visit takes place anyway.
 *     tags: [Appointments]
 *     x-scope: appointments:write
 *     x-body: ApproveRequest
 *     x-if-match: true
 *     x-idempotent: true
 *     x-errors: [illegal_transition, time_closed]
 *     responses:
 *       200: { description: The appointment as it is now, x-answer: Appointment, x-etag: true }
 */
const post = appointmentRoute(
  "appointment.approve",
  approveSchema,
  (actor, id, { reason }, change) => changeStatus(actor, id, "approve", { ...change, reason }),
);

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = resource({
  POST: post,
});
