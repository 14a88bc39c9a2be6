import { listProfiles } from "#lib/patients/lists.ts";
import { patientFilterSchema } from "#lib/patients/schema.ts";
import { jsonRoute, queryOf } from "#lib/web/json-route.ts";
import { resource } from "#lib/web/resource.ts";

/**
 * @swagger
 * /patients:
 *   get:
 *     operationId: listPatients
 *     summary: The patients whom the caller treats or oversees, by name
 *     tags: [Patients]
 *     x-scope: patients:read
 *     x-query: PatientFilter
 *     responses:
 *       200: { description: Those who match, x-answer: PatientPage }
 */
const get = jsonRoute("patient.find", async (request, _params, actor) =>
  listProfiles(actor, queryOf(request, patientFilterSchema), new Date()),
);

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = resource({
  GET: get,
});
