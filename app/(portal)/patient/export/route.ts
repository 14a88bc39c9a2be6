import { exportRecord } from "#lib/web/export.ts";

export const GET = (request: Request) =>
  exportRecord(request, "patient", "/patient/export", ({ patientId }) => patientId ?? "");
