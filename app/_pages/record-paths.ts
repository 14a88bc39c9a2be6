import type { Role } from "#lib/access/actor.ts";
import { labTestId } from "#lib/records/labs.ts";
import { seriesKey } from "#lib/records/series.ts";
import type { LabResultView } from "#lib/records/views.ts";
import { withParams } from "#lib/web/search-params.ts";

/** Where a role finds a patient's records. */
export const ownPath = (role: Role, patientId: string): string =>
  role === "patient" ? "/patient/records" : `/${role}/patients/${patientId}`;

/** Where a role finds a patient's lab values. */
export const labsPath = (role: Role, patientId: string): string =>
  role === "patient" ? "/patient/labs" : `/${role}/patients/${patientId}/labs`;

/** Where the values of one test over time are drawn. The address does not say which test it is. */
export const testHref = (role: Role, patientId: string, key: string): string =>
  withParams(labsPath(role, patientId), { test: labTestId(patientId, key) });

/** The same, for one of its results. */
export const seriesHref = (role: Role, patientId: string, result: LabResultView): string =>
  testHref(role, patientId, seriesKey(result));
