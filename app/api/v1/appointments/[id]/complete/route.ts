import { changeStatus } from "#lib/appointments/commands.ts";
import { approveSchema } from "#lib/appointments/schema.ts";
import { appointmentRoute } from "#lib/web/appointment-route.ts";
import { resource } from "#lib/web/resource.ts";

/**
 * @swagger
 * /appointments/{id}/complete:
 *   post:
 *     operationId: completeAppointment
 *     summary: Notes that a visit took place
 *     tags: [Appointments]
 *     x-scope: appointments:write
 *     x-body: ApproveRequest
 *     x-if-match: true
 *     x-idempotent: true
 *     x-errors: [illegal_transition, too_late]
 *     responses:
 *       200: { description: The appointment as it is now, x-answer: Appointment, x-etag: true }
 */
const post = appointmentRoute("appointment.complete", approveSchema, (actor, id, _input, change) =>
  changeStatus(actor, id, "complete", change),
);

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = resource({
  POST: post,
});
