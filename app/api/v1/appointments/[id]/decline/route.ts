import { changeStatus } from "#lib/appointments/commands.ts";
import { declineSchema } from "#lib/appointments/schema.ts";
import { appointmentRoute } from "#lib/web/appointment-route.ts";
import { resource } from "#lib/web/resource.ts";

/**
 * @swagger
 * /appointments/{id}/decline:
 *   post:
 *     operationId: declineAppointment
 *     summary: Refuses a request, and says why
 *     tags: [Appointments]
 *     x-scope: appointments:write
 *     x-body: DeclineRequest
 *     x-if-match: true
 *     x-idempotent: true
 *     x-errors: [illegal_transition]
 *     responses:
 *       200: { description: The appointment as it is now, x-answer: Appointment, x-etag: true }
 */
const post = appointmentRoute(
  "appointment.decline",
  declineSchema,
  (actor, id, { reason }, change) => changeStatus(actor, id, "decline", { ...change, reason }),
);

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = resource({
  POST: post,
});
