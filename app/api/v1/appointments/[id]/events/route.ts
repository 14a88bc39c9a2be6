import { listAppointmentEvents } from "#lib/appointments/queries.ts";
import { jsonRoute } from "#lib/web/json-route.ts";
import { resource } from "#lib/web/resource.ts";

/**
 * @swagger
 * /appointments/{id}/events:
 *   get:
 *     operationId: listAppointmentEvents
 *     summary: What has happened to an appointment
 *     tags: [Appointments]
 *     x-scope: appointments:read
 *     responses:
 *       200: { description: The first step first, x-answer: AppointmentEventPage }
 */
const get = jsonRoute<{ id: string }>("appointment.read", async (_request, { id }, actor) => ({
  items: await listAppointmentEvents(actor, id),
  nextCursor: null,
}));

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = resource({
  GET: get,
});
