import { readAppointment } from "#lib/appointments/queries.ts";
import { jsonRoute } from "#lib/web/json-route.ts";
import { resource } from "#lib/web/resource.ts";

/**
 * @swagger
 * /appointments/{id}:
 *   get:
 *     operationId: getAppointment
 *     summary: One appointment
 *     tags: [Appointments]
 *     x-scope: appointments:read
 *     responses:
 *       200: { description: The appointment, x-answer: Appointment, x-etag: true }
 */
const get = jsonRoute<{ id: string }>(
  "appointment.read",
  async (_request, { id }, actor) => readAppointment(actor, id, new Date()),
  { withEtag: true },
);

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = resource({
  GET: get,
});
