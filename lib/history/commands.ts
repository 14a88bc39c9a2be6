import { v7 as uuid } from "uuid";
import type { Actor, UserActor } from "../access/actor.ts";
import { loadCare, type Care } from "../access/care.ts";
import { noteAsked } from "../access/notes.ts";
import { authorizeUser } from "../access/policy.ts";
import { patientsOf } from "../access/scope.ts";
import { asActor, type Tx } from "../db.ts";
import { sealed } from "../encryption/words.ts";
import { DomainError } from "../errors.ts";
import { given } from "../given.ts";
import { isId } from "../schema.ts";
import { latestDay } from "../time/zone.ts";
import { dateIssues, MAX_ENTRIES, MAX_KEPT_ENTRIES, mayAdd, mayChange } from "./rules.ts";
import { countEntries, entryView, loadEntry } from "./rows.ts";
import type { EntryChange, EntryInput } from "./schema.ts";
import type { HistoryEntryView } from "./views.ts";

interface Options {
  now: Date;
  /** The version that the actor saw; with another one in the database the change is refused. */
  expectedVersion?: number | undefined;
}

/**
 * Adds to a patient's history: patients to their own, in their own words; doctors to that of those
 * they treat.
 *
 * @throws DomainError `not_found`, `forbidden` (read in an emergency alone), `invalid`: about `name`
 * `too_many_entries`, `too_many_changes`.
 */
export async function addEntry(
  actor: Actor,
  patientId: string,
  input: EntryInput,
  { now }: Pick<Options, "now">,
): Promise<HistoryEntryView> {
  authorizeUser(actor, "history.add");
  const { kind, name, note = null, since = null, until = null } = input;
  refuseDates({ since, until }, now);
  return asActor(actor, async (tx) => {
    const care = await loadCare(tx, actor, patientId);
    const { purpose } = care;
    if (!mayAdd(purpose)) throw new DomainError("forbidden");
    await refuseTooMany(tx, patientId, purpose === "own");
    const id = uuid();
    await tx.historyEntry.create({
      data: {
        ...sealed("history_entries", id, { name, note }),
        ...{ id, patientId, kind, since, until, recordedBy: actor.userId },
        source: purpose === "own" ? "patient" : (input.source ?? "practitioner"),
        createdAt: now,
        updatedAt: now,
      },
    });
    return entryView(await loadEntry(tx, actor, care, id), actor);
  });
}

/**
 * Changes what the actor entered; what `change` leaves out stays.
 *
 * @throws DomainError `not_found`, `forbidden` (entered by somebody else), `invalid`, `stale_version`.
 */
export async function changeEntry(
  actor: Actor,
  patientId: string,
  id: string,
  change: EntryChange,
  { now, expectedVersion }: Options,
): Promise<HistoryEntryView> {
  authorizeUser(actor, "history.change");
  return asActor(actor, async (tx) => {
    const care = await loadCare(tx, actor, patientId);
    const { version, ...before } = await loadOwn(tx, actor, care, id);
    const { kind, name, note, since, until } = { ...before, ...given(change) };
    refuseDates({ since, until }, now);
    const data = { kind, since, until, ...sealed("history_entries", id, { name, note }) };
    await write(tx, id, expectedVersion ?? version, { ...data, updatedAt: now });
    return entryView(await loadEntry(tx, actor, care, id), actor);
  });
}

/**
 * Takes out what the actor entered. It is kept, because somebody may have acted on it.
 *
 * @throws DomainError `not_found`, `forbidden` (entered by somebody else), `stale_version`.
 */
export async function removeEntry(
  actor: Actor,
  patientId: string,
  id: string,
  { now, expectedVersion }: Options,
): Promise<void> {
  authorizeUser(actor, "history.change");
  await asActor(actor, async (tx) => {
    const care = await loadCare(tx, actor, patientId);
    const { version } = await loadOwn(tx, actor, care, id);
    await write(tx, id, expectedVersion ?? version, { removedAt: now, updatedAt: now });
  });
}

/** Puts back what the actor took out. @throws DomainError `not_found` */
export async function restoreEntry(
  actor: Actor,
  id: string,
  { now }: Pick<Options, "now">,
): Promise<void> {
  authorizeUser(actor, "history.change");
  if (!isId(id)) throw new DomainError("not_found");
  await asActor(actor, async (tx) => {
    noteAsked(tx, id);
    const { count } = await tx.historyEntry.updateMany({
      where: {
        id,
        patientId: { in: patientsOf(actor) },
        recordedBy: actor.userId,
        removedAt: { not: null },
      },
      data: { removedAt: null, updatedAt: now, version: { increment: 1 } },
    });
    if (count === 0) throw new DomainError("not_found");
  });
}

/** A patient's entries and those of staff are counted apart, so that neither keeps the other out. */
async function refuseTooMany(tx: Tx, patientId: string, byPatient: boolean): Promise<void> {
  const count = await countEntries(tx, patientId, byPatient);
  const refused = (message: string) =>
    new DomainError("invalid", { issues: [{ path: "name", message }] });
  if (!count || count.current >= MAX_ENTRIES) throw refused("too_many_entries");
  if (count.kept >= MAX_KEPT_ENTRIES) throw refused("too_many_changes");
}

function refuseDates(dates: { since: string | null; until: string | null }, now: Date): void {
  const issues = dateIssues(dates, latestDay(now.getTime()));
  if (issues.length > 0) throw new DomainError("invalid", { issues });
}

async function loadOwn(tx: Tx, actor: UserActor, care: Care, id: string) {
  const row = await loadEntry(tx, actor, care, id);
  if (!mayChange(actor, row.recordedBy)) throw new DomainError("forbidden");
  return row;
}

async function write(
  tx: Tx,
  id: string,
  version: number,
  data: Parameters<Tx["historyEntry"]["updateMany"]>[0]["data"],
): Promise<void> {
  const { count } = await tx.historyEntry.updateMany({
    where: { id, version, removedAt: null },
    data: { ...data, version: { increment: 1 } },
  });
  if (count === 0) throw new DomainError("stale_version");
}
