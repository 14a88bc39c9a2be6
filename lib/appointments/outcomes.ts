import type { Actor, UserActor } from "../access/actor.ts";
import { anonymous } from "../access/actor.ts";
import { authorizeUser } from "../access/policy.ts";
import { asActor, type Tx } from "../db.ts";
import { Prisma } from "../generated/prisma/client.ts";
import { ACTION } from "./commands.ts";
import { lockPlacedAll, selectAppointments, withoutOutcome } from "./rows.ts";
import { HAPPENED, STATUS_AFTER, permitted, type Outcome } from "./rules.ts";
import type { SeenVisits } from "./schema.ts";
import { appointmentView, factsOf, type AppointmentView, type PlacedRow } from "./views.ts";

/** How many appointments without an outcome are shown at once. */
const MAX_OUTCOMES_SHOWN = 50;
/** How many of those that could not be recorded are named. */
const MAX_NAMED = 20;

/** Appointments that are over and of which no one has recorded what became of them. */
export interface OpenEnds {
  /** The oldest first, which close first. */
  items: AppointmentView[];
  /** Whether there are more. */
  more: boolean;
  /** Those asked for by id, as they stand now. */
  named: AppointmentView[];
}

/**
 * The appointments in the actor's scope that need an outcome, the oldest first.
 *
 * @param ids appointments that could not be recorded, to be named; of these the first 20 in the actor's scope.
 */
export async function listOpenEnds(
  actor: Actor,
  ids: readonly string[],
  now: Date,
): Promise<OpenEnds> {
  authorizeUser(actor, "outcome.read");
  return asActor(actor, async (tx) => {
    const limit = MAX_OUTCOMES_SHOWN + 1;
    const rows = await selectAppointments(tx, actor, withoutOutcome(now), { limit });
    const view = (row: (typeof rows)[number]) => appointmentView(row, actor, now.getTime());
    const named = ids.length > 0 ? await loadNamed(tx, actor, ids) : [];
    return {
      items: rows.slice(0, MAX_OUTCOMES_SHOWN).map(view),
      more: rows.length > MAX_OUTCOMES_SHOWN,
      named: named.map(view),
    };
  });
}

async function loadNamed(tx: Tx, actor: UserActor, ids: readonly string[]) {
  const wanted = [Prisma.sql`a.id = ANY (${ids}::uuid[])`];
  return selectAppointments(tx, actor, wanted, { limit: MAX_NAMED });
}

/** The result of recording one outcome for several appointments. */
export interface RecordedOutcomes {
  /** How many have the outcome now. */
  recorded: number;
  /** The ids of those that were left as they are: changed meanwhile, or out of the actor's scope. */
  failed: string[];
}

/**
 * Records one outcome for several appointments, each by the version that was seen. One that has changed
 * meanwhile is left as it is and named; the others are recorded. Sending the form twice records it once.
 *
 * @throws DomainError `forbidden`
 */
export async function recordOutcomes(
  actor: Actor,
  outcome: Outcome,
  seen: SeenVisits,
  now: Date,
): Promise<RecordedOutcomes> {
  authorizeUser(actor, ACTION[outcome]);
  const ids = Object.keys(seen);
  const recorded = await asActor(actor, async (tx) => {
    const rows = await lockPlacedAll(tx, actor, ids);
    const open = rows.filter((row) => {
      const isSeen = row.version === seen[row.id];
      return isSeen && permitted(outcome, factsOf(row), actor.role, now.getTime());
    });
    await write(tx, outcome, open, now);
    const done = rows.filter((row) => isRecorded(row, outcome, seen[row.id]));
    return new Set([...open, ...done].map(({ id }) => id));
  });
  return { recorded: recorded.size, failed: ids.filter((id) => !recorded.has(id)) };
}

/** Returns whether this form was sent before: the outcome is recorded, and nothing else has changed since. */
function isRecorded(row: PlacedRow, outcome: Outcome, version = 0): boolean {
  return row.status === STATUS_AFTER[outcome] && row.version === version + 1;
}

async function write(tx: Tx, outcome: Outcome, rows: PlacedRow[], now: Date): Promise<void> {
  if (rows.length === 0) return;
  await tx.$executeRaw`
    UPDATE appointments a SET status = ${STATUS_AFTER[outcome]}::appointment_status, event = ${HAPPENED[outcome]},
      status_reason = NULL, version = a.version + 1, updated_at = ${now}
    WHERE a.id = ANY (${rows.map(({ id }) => id)}::uuid[])`;
}

/** How many appointments one call closes at most. */
export const CLOSED_AT_ONCE = 500;

/**
 * Completes the appointments of which no one has recorded an outcome within the period of their clinic. Any
 * number of processes may call it at once: each appointment is closed once. Returns how many were.
 */
export async function closeWithoutOutcome(now: Date): Promise<number> {
  const [row] = await asActor(
    anonymous,
    (tx) => tx.$queryRaw<{ closed: number }[]>`
      SELECT close_without_outcome(${now}, ${CLOSED_AT_ONCE}::int) AS closed`,
  );
  return row?.closed ?? 0;
}
