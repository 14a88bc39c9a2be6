import { changeStatus } from "#lib/appointments/commands.ts";
import { cancelSchema } from "#lib/appointments/schema.ts";
import { appointmentRoute } from "#lib/web/appointment-route.ts";
import { resource } from "#lib/web/resource.ts";

/**
 * @swagger
 * /appointments/{id}/cancel:
 *   post:
 *     operationId: cancelAppointment
 *     summary: Cancels an appointment
 *     description: Patients until the cut-off of the practice; after it staff alone, with a reason.
 *     tags: [Appointments]
 *     x-scope: appointments:write
 *     x-body: CancelRequest
 *     x-if-match: true
 *     x-idempotent: true
 *     x-errors: [illegal_transition, too_late]
 *     responses:
 *       200: { description: The appointment as it is now, x-answer: Appointment, x-etag: true }
 */
const post = appointmentRoute("appointment.cancel", cancelSchema, (actor, id, { reason }, change) =>
  changeStatus(actor, id, "cancel", { ...change, reason }),
);

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = resource({
  POST: post,
});
