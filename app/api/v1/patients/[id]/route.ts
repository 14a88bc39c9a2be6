import { updateProfile } from "#lib/patients/commands.ts";
import { getProfile } from "#lib/patients/queries.ts";
import { profileSchema } from "#lib/patients/schema.ts";
import { bodyOf, jsonRoute, versionOf } from "#lib/web/json-route.ts";
import { resource } from "#lib/web/resource.ts";

interface Params {
  id: string;
}

/**
 * @swagger
 * /patients/{id}:
 *   get:
 *     operationId: getPatient
 *     summary: The profile of a patient
 *     tags: [Patients]
 *     x-scope: patients:read
 *     responses:
 *       200: { description: The profile, x-answer: Patient, x-etag: true }
 */
const get = jsonRoute<Params>(
  "patient.read",
  async (_request, { id }, actor) => getProfile(actor, id, new Date()),
  { withEtag: true },
);

/**
 * @swagger
 * /patients/{id}:
 *   patch:
 *     operationId: changePatient
 *     summary: Changes the profile of a patient; what is left out stays
 *     tags: [Patients]
 *     x-scope: patients:write
 *     x-body: PatientChange
 *     x-if-match: true
 *     responses:
 *       200: { description: The profile, x-answer: Patient, x-etag: true }
 */
const patch = jsonRoute<Params>(
  "patient.change",
  async (request, { id }, actor) => {
    const change = { now: new Date(), expectedVersion: versionOf(request) };
    return updateProfile(actor, id, await bodyOf(request, profileSchema), change);
  },
  { withEtag: true },
);

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = resource({
  GET: get,
  PATCH: patch,
});
