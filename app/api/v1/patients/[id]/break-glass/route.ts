import { openEmergencyAccess } from "#lib/emergency/commands.ts";
import { emergencySchema } from "#lib/emergency/schema.ts";
import { bodyOf, jsonRoute } from "#lib/web/json-route.ts";
import { resource } from "#lib/web/resource.ts";

/**
 * @swagger
 * /patients/{id}/break-glass:
 *   post:
 *     operationId: openEmergencyAccess
 *     summary: Opens a patient's records to a doctor in an emergency
 *     description: For an hour. The patient sees by whom, and why.
 *     tags: [Records]
 *     x-scope: records:write
 *     x-body: EmergencyRequest
 *     responses:
 *       201: { description: Until when they are open, x-answer: EmergencyAccess, x-location: true }
 */
const post = jsonRoute(
  "emergency.open",
  async (request, { id }: { id: string }, actor) => {
    const { reason } = await bodyOf(request, emergencySchema);
    return openEmergencyAccess(actor, id, reason);
  },
  {
    location: ({ patientId }) => `/api/v1/patients/${patientId}/records`,
    stricter: { name: "emergency", share: 1 / 30 },
  },
);

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = resource({
  POST: post,
});
