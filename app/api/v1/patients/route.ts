import { listProfiles } from "#lib/patients/lists.ts";
import { patientFilterSchema } from "#lib/patients/schema.ts";
import { jsonRoute, queryOf } from "#lib/web/json-route.ts";
import { resource } from "#lib/web/resource.ts";

const get = jsonRoute("patient.find", async (request, _params, actor) =>
  listProfiles(actor, queryOf(request, patientFilterSchema), new Date()),
);

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = resource({
  GET: get,
});
