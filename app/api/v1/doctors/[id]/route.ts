import { changeProfile, getProfile } from "#lib/people/profile.ts";
import { getDoctor } from "#lib/people/queries.ts";
import { profileChangeSchema } from "#lib/people/schema.ts";
import { bodyOf, jsonRoute, versionOf } from "#lib/web/json-route.ts";
import { resource } from "#lib/web/resource.ts";

interface Params {
  id: string;
}

/**
 * @swagger
 * /doctors/{id}:
 *   get:
 *     operationId: getDoctor
 *     summary: One practitioner of the directory
 *     tags: [Doctors]
 *     x-scope: doctors:read
 *     x-public: true
 *     responses:
 *       200: { description: The practitioner, x-answer: Doctor }
 */
const get = jsonRoute<Params>("doctor.read", async (_request, { id }, actor) =>
  getDoctor(actor, id, new Date()),
);

/**
 * @swagger
 * /doctors/{id}:
 *   patch:
 *     operationId: changeDoctor
 *     summary: Changes the profile of a practitioner
 *     description: Doctors change their own, admins everybody's. Another clinic is an admin's to say.
 *     tags: [Doctors]
 *     x-scope: doctors:write
 *     x-body: DoctorChange
 *     x-if-match: true
 *     responses:
 *       200: { description: The profile as it is now, x-answer: DoctorProfile, x-etag: true }
 */
const patch = jsonRoute<Params>(
  "profile.change",
  async (request, { id }, actor) => {
    const now = new Date();
    const change = await bodyOf(request, profileChangeSchema);
    await changeProfile(actor, id, change, { now, expectedVersion: versionOf(request) });
    return getProfile(actor, id, now);
  },
  { withEtag: true },
);

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = resource({
  GET: get,
  PATCH: patch,
});
