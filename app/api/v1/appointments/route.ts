import { bookAppointment } from "#lib/appointments/book.ts";
import { listAppointments } from "#lib/appointments/queries.ts";
import { appointmentFilterSchema, bookingSchema } from "#lib/appointments/schema.ts";
import { bodyOf, idempotencyKeyOf, jsonRoute, queryOf } from "#lib/web/json-route.ts";
import { resource } from "#lib/web/resource.ts";

/**
 * @swagger
 * /appointments:
 *   get:
 *     operationId: listAppointments
 *     summary: The appointments that the caller may see, newest start first
 *     description: For administrators without words (`reason`, `statusReason`, `overbookReason`).
 *     tags: [Appointments]
 *     x-scope: appointments:read
 *     x-query: AppointmentFilter
 *     responses:
 *       200: { description: Those that match, x-answer: AppointmentPage }
 */
const get = jsonRoute("appointment.read", async (request, _params, actor) =>
  listAppointments(actor, queryOf(request, appointmentFilterSchema), new Date()),
);

/**
 * @swagger
 * /appointments:
 *   post:
 *     operationId: bookAppointment
 *     summary: Books a free time
 *     description: >-
 *       Patients book for themselves, admins for any patient. It waits for the practitioner's answer, unless they
 *       approve automatically.
 *     tags: [Appointments]
 *     x-scope: appointments:write
 *     x-body: BookingRequest
 *     x-idempotent: true
 *     x-errors: [not_found, slot_taken, patient_busy, slot_unavailable, too_many_requests_open]
 *     responses:
 *       201: { description: The appointment, x-answer: Appointment, x-etag: true, x-location: true }
 */
const post = jsonRoute(
  "appointment.book",
  async (request, _params, actor) => {
    const asking = { now: new Date(), idempotencyKey: idempotencyKeyOf(request) };
    return bookAppointment(actor, await bodyOf(request, bookingSchema), asking);
  },
  { withEtag: true, location: ({ id }) => `/api/v1/appointments/${id}` },
);

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = resource({
  GET: get,
  POST: post,
});
