import { exportRecord } from "#lib/web/export.ts";

export const GET = () =>
  exportRecord("patient", "/patient/export", ({ patientId }) => patientId ?? "");
