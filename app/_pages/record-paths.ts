import type { Role } from "#lib/access/actor.ts";
import { seriesKey } from "#lib/records/rules.ts";
import type { LabResultView } from "#lib/records/views.ts";
import { withParams } from "#lib/web/search-params.ts";

/** Where a role finds a patient's records. */
export const ownPath = (role: Role, patientId: string): string =>
  role === "patient" ? "/patient/records" : `/${role}/patients/${patientId}`;

/** Where a role finds a patient's lab values. */
export const labsPath = (role: Role, patientId: string): string =>
  role === "patient" ? "/patient/labs" : `/${role}/patients/${patientId}/labs`;

/** Where the values of one test over time are drawn. */
export const seriesHref = (path: string, result: LabResultView): string =>
  withParams(path, { test: seriesKey(result) });
