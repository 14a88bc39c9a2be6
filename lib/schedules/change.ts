import type { Actor, UserActor } from "../access/actor.ts";
import { authorizeUser, type PlainAction } from "../access/policy.ts";
import { inWords } from "../appointments/act.ts";
import { changeStatusWithin } from "../appointments/commands.ts";
import { patientIdsOf } from "../appointments/count-rows.ts";
import { lockSchedules } from "../appointments/locks.ts";
import { moveWithin } from "../appointments/reschedule.ts";
import { asActor, TakenBack, type Tx } from "../db.ts";
import { DomainError } from "../errors.ts";
import { findAffected, loadForImpact, withAlternatives } from "./impact.ts";
import { countVersion } from "./rows.ts";
import type { Decision, Decisions } from "./schema.ts";
import type { AffectedVisit, Impact } from "./views.ts";

/** What comes with a change of schedule. */
export interface ScheduleChange {
  now: Date;
  /** The version that the actor saw; with another one in the database the change is refused. */
  expectedVersion?: number | undefined;
  /** What becomes of affected visits, by id. Those without a decision are kept as they are. */
  decisions?: Decisions | undefined;
  /** What patients are told who are moved or canceled. */
  reason?: string | null | undefined;
  /** Change nothing while an affected visit has no decision, and answer with those instead. */
  ask?: boolean | undefined;
}

/** Which schedules a command is about, of those in the actor's scope. @throws DomainError `not_found` */
type OfDoctors = (tx: Tx, actor: UserActor) => Promise<string[]>;

/**
 * Does `work` while nobody else takes or frees time of these practitioners, and counts the versions
 * of their schedules.
 *
 * @throws DomainError `not_found`, `stale_version`.
 */
export async function withSchedules<T>(
  actor: Actor,
  action: PlainAction,
  ofDoctors: OfDoctors,
  { expectedVersion, decisions = {} }: ScheduleChange,
  work: (tx: Tx, actor: UserActor, doctorIds: string[]) => Promise<T>,
): Promise<T> {
  authorizeUser(actor, action);
  return inWords(
    asActor(actor, async (tx) => {
      const doctorIds = await ofDoctors(tx, actor);
      await lockSchedules(tx, [...doctorIds, ...(await patientIdsOf(tx, Object.keys(decisions)))]);
      await countVersion(tx, doctorIds, expectedVersion);
      return work(tx, actor, doctorIds);
    }),
  );
}

/**
 * Changes when practitioners work, together with the visits that this affects, in one transaction.
 * Nothing is moved or canceled unless it was decided so, and if one of the decisions cannot be
 * carried out nothing changes at all.
 *
 * A question (`ask`) makes the very change and rolls it back: what it answers is what would happen.
 *
 * @throws DomainError `not_found`, `stale_version`, and as moving and canceling do, with the path
 * `decisions.<id>` of the visit.
 */
export async function changeSchedules(
  actor: Actor,
  action: PlainAction,
  ofDoctors: OfDoctors,
  change: ScheduleChange,
  write: (tx: Tx) => Promise<void>,
): Promise<Impact> {
  const { decisions = {}, now } = change;
  try {
    return await withSchedules(actor, action, ofDoctors, change, async (tx, user, doctorIds) => {
      const before = await loadForImpact(tx, user, doctorIds, now);
      await write(tx);
      const after = await loadForImpact(tx, user, doctorIds, now);
      const found = findAffected(before, after);
      const affected = await withAlternatives(tx, user, after, found, now);
      if (change.ask && found.some(({ row }) => !decisions[row.id])) throw new Undecided(affected);
      for (const { row } of found) {
        const decision = decisions[row.id];
        if (decision) await carryOut(tx, user, row.id, decision, change);
      }
      return { applied: true, affected };
    });
  } catch (error) {
    if (error instanceof Undecided) return { applied: false, affected: error.affected };
    throw error;
  }
}

/** Takes a change back that waits for decisions. */
class Undecided extends TakenBack {
  readonly affected: AffectedVisit[];

  constructor(affected: AffectedVisit[]) {
    super("undecided");
    this.affected = affected;
  }
}

async function carryOut(
  tx: Tx,
  actor: UserActor,
  id: string,
  decision: Decision,
  { now, reason }: ScheduleChange,
): Promise<void> {
  const change = { now, reason, expectedVersion: decision.version };
  try {
    if (decision.do === "cancel") await changeStatusWithin(tx, actor, id, "cancel", change);
    if (decision.do === "move") await moveWithin(tx, actor, id, decision.startsAt, change);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    // A missing reason is one for all; everything else concerns this visit.
    const issues = error.detail.issues ?? [{ path: `decisions.${id}`, message: error.code }];
    throw new DomainError(error.code, { ...error.detail, issues });
  }
}
