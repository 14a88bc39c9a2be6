import { openEmergencyAccess } from "#lib/emergency/commands.ts";
import { emergencySchema } from "#lib/emergency/schema.ts";
import { bodyOf, jsonRoute } from "#lib/web/json-route.ts";
import { resource } from "#lib/web/resource.ts";

const post = jsonRoute(
  "emergency.open",
  async (request, { id }: { id: string }, actor) => {
    const { reason } = await bodyOf(request, emergencySchema);
    return openEmergencyAccess(actor, id, reason);
  },
  { location: ({ patientId }) => `/api/v1/patients/${patientId}/records` },
);

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = resource({
  POST: post,
});
