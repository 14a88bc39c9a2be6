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
 *     tags: [Appointments]
 *     x-scope: appointments:write
 *     x-body: ApproveRequest
 *     x-if-match: true
 *     x-idempotent: true
 *     x-errors: [illegal_transition]
 *     responses:
 *       200: { description: The appointment as it is now, x-answer: Appointment, x-etag: true }
 */
const post = appointmentRoute("appointment.approve", approveSchema, (actor, id, _input, change) =>
  changeStatus(actor, id, "approve", change),
);

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = resource({
  POST: post,
});
