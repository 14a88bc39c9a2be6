import { anonymous, type Actor, type ProvenActor } from "../access/actor.ts";
import { authorizeProven, authorizeUser } from "../access/policy.ts";
import { asActor } from "../db.ts";
import { DomainError } from "../errors.ts";
import { isId } from "../schema.ts";
import type { OutcomePeriodInput, RetentionInput } from "./schema.ts";
import type { RetentionView } from "./views.ts";

/** Every clinic with the years for which it keeps records, and the days in which outcomes are recorded. */
export async function listRetention(actor: Actor): Promise<RetentionView[]> {
  authorizeUser(actor, "retention.read");
  const clinics = await asActor(actor, (tx) =>
    tx.clinic.findMany({
      orderBy: [{ name: "asc" }, { id: "asc" }],
      select: { id: true, name: true, retentionYears: true, outcomeDays: true },
    }),
  );
  return clinics.map(({ retentionYears: years, outcomeDays, ...clinic }) => ({
    clinic,
    years,
    outcomeDays,
  }));
}

/**
 * Sets one of them: the years for accounts that are closed from now on, or the days for all appointments.
 *
 * @throws DomainError `proof_needed`, `not_found`
 */
export async function changeRetention(
  actor: ProvenActor,
  clinicId: string,
  change: RetentionInput | OutcomePeriodInput,
  now: Date,
): Promise<void> {
  authorizeProven(actor, "retention.change", now);
  if (!isId(clinicId)) throw new DomainError("not_found");
  const data =
    "years" in change ? { retentionYears: change.years } : { outcomeDays: change.outcomeDays };
  const { count } = await asActor(actor, (tx) =>
    tx.clinic.updateMany({ where: { id: clinicId }, data }),
  );
  if (count === 0) throw new DomainError("not_found");
}

/** The maximum number of patients per call: one may have many large files. */
export const PURGED_AT_ONCE = 1;

/**
 * Deletes the clinical data of closed accounts whose retention has passed by `now`, and notes it in
 * the trail. Any number of processes may call it at once: each patient's goes once. Returns of how
 * many patients it went.
 */
export async function purgeExpired(now: Date): Promise<number> {
  const day = now.toISOString().slice(0, 10);
  const [row] = await asActor(
    anonymous,
    (tx) => tx.$queryRaw<{ purged: number }[]>`
      SELECT purge_expired(${day}::date, ${PURGED_AT_ONCE}) AS purged`,
  );
  return row?.purged ?? 0;
}
