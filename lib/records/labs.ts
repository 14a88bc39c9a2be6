import type { Actor } from "../access/actor.ts";
import { loadCare } from "../access/care.ts";
import { authorizeUser } from "../access/policy.ts";
import { asActor } from "../db.ts";
import { keyedHash, matchesHash } from "../encryption/keyed.ts";
import { DomainError } from "../errors.ts";
import type { Page } from "../page.ts";
import type { PageRequest } from "../schema.ts";
import { loadLabs, type LabPage } from "./lab-rows.ts";
import type { LabSeries } from "./views.ts";

interface LabsReading extends LabPage {
  patient: { id: string; name: string };
}

/**
 * The lab values of a patient, those of the last records first, a page at a time.
 *
 * @throws DomainError `not_found` for a patient out of the actor's care, `invalid` for a cursor.
 */
export async function getLabs(
  actor: Actor,
  patientId: string,
  cursor?: string,
): Promise<LabsReading> {
  authorizeUser(actor, "record.read");
  return asActor(actor, async (tx) => {
    const care = await loadCare(tx, actor, patientId);
    const page = await loadLabs(tx, actor, care, { cursor });
    return { patient: care.patient, ...page };
  });
}

/**
 * The same for programs: the values of at most `limit` records, without the keys of the series.
 *
 * @throws DomainError `not_found` for a patient out of the actor's care, `invalid` for a cursor.
 */
export async function listLabs(
  actor: Actor,
  patientId: string,
  { cursor, limit }: PageRequest,
): Promise<Page<Omit<LabSeries, "key">>> {
  authorizeUser(actor, "record.read");
  return asActor(actor, async (tx) => {
    const care = await loadCare(tx, actor, patientId);
    const { labs, nextCursor } = await loadLabs(tx, actor, care, { cursor, limit });
    return { items: labs.map(({ key, ...series }) => series), nextCursor };
  });
}

/**
 * The values of one test over time, a page of records at a time. A page without a value of the test
 * has no series.
 *
 * @param test as `labTestId` names it.
 * @throws DomainError `not_found` for a patient out of the actor's care, and for a test without values,
 * `invalid` for a cursor.
 */
export async function getLabSeries(
  actor: Actor,
  patientId: string,
  test: string,
  cursor?: string,
): Promise<{
  patient: { id: string; name: string };
  series: LabSeries | null;
  nextCursor: string | null;
}> {
  authorizeUser(actor, "record.read");
  return asActor(actor, async (tx) => {
    const care = await loadCare(tx, actor, patientId);
    const isTest = (key: string) => isLabTest(patientId, key, test);
    const { labs, nextCursor } = await loadLabs(tx, actor, care, { cursor, isTest });
    const [series = null] = labs;
    if (!series && !nextCursor && !cursor) throw new DomainError("not_found");
    return { patient: care.patient, series, nextCursor };
  });
}

/** Names a test of a patient in addresses, which must not say what was tested. */
export const labTestId = (patientId: string, key: string): string =>
  keyedHash("lab test", `${patientId} ${key}`);

const isLabTest = (patientId: string, key: string, test: string): boolean =>
  matchesHash("lab test", `${patientId} ${key}`, test);
