import { listAppointmentEvents } from "#lib/appointments/queries.ts";
import { pageSchema } from "#lib/schema.ts";
import { jsonRoute, queryOf } from "#lib/web/json-route.ts";
import { resource } from "#lib/web/resource.ts";

/**
 * @swagger
 * /appointments/{id}/events:
 *   get:
 *     operationId: listAppointmentEvents
 *     summary: What has happened to an appointment
 *     tags: [Appointments]
 *     x-scope: appointments:read
 *     x-query: PageRequest
 *     responses:
 *       200: { description: The first step first, x-answer: AppointmentEventPage }
 */
const get = jsonRoute<{ id: string }>("appointment.read", async (request, { id }, actor) => {
  return listAppointmentEvents(actor, id, queryOf(request, pageSchema));
});

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = resource({
  GET: get,
});
