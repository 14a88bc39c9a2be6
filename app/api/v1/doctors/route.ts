import { searchDirectory } from "#lib/people/queries.ts";
import { doctorFilterSchema } from "#lib/people/schema.ts";
import { jsonRoute, queryOf } from "#lib/web/json-route.ts";
import { resource } from "#lib/web/resource.ts";

/**
 * @swagger
 * /doctors:
 *   get:
 *     operationId: listDoctors
 *     summary: Practitioners of the directory, by name, each with the next free time
 *     tags: [Doctors]
 *     x-scope: doctors:read
 *     x-public: true
 *     x-query: DoctorFilter
 *     responses:
 *       200: { description: Those who match, x-answer: DoctorPage }
 */
const get = jsonRoute(
  "doctor.read",
  async (request, _params, actor) =>
    (await searchDirectory(actor, queryOf(request, doctorFilterSchema), new Date())).page,
);

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = resource({
  GET: get,
});
