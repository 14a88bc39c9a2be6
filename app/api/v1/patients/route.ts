import { listProfiles } from "#lib/patients/lists.ts";
import { patientFilterSchema } from "#lib/patients/schema.ts";
import { jsonRoute, queryOf } from "#lib/web/json-route.ts";

export const GET = jsonRoute(async (request, _params, actor) =>
  listProfiles(actor, queryOf(request, patientFilterSchema), new Date()),
);
