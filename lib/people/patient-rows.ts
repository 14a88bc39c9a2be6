import type { UserActor } from "../access/actor.ts";
import { noteListed } from "../access/care.ts";
import { noteAsked, noteGiven } from "../access/notes.ts";
import { authorizeUser } from "../access/policy.ts";
import { treatedScope } from "../access/scope.ts";
import type { Tx } from "../db.ts";
import { DomainError } from "../errors.ts";
import { Prisma } from "../generated/prisma/client.ts";
import { isId } from "../schema.ts";
import { nameList, PATIENTS } from "../search/match.ts";
import type { PatientChoice } from "./views.ts";

/** How many patients one search shows. */
export const MOST_FOUND = 20;

/**
 * Returns the patients in the actor's scope who match `q`, the best matches first: at most `MOST_FOUND`.
 * Without a word there are no matches: this finds patients, it does not list them. Noted as found.
 */
export async function findPatientsWithin(
  tx: Tx,
  actor: UserActor,
  q: string,
): Promise<PatientChoice[]> {
  authorizeUser(actor, "patient.find");
  const search = nameList(PATIENTS, q);
  return search.all ? [] : choose(tx, actor, { ...search, conditions: [] });
}

/** One patient in the actor's scope, noted as found. @throws DomainError `not_found` */
export async function loadPatient(tx: Tx, actor: UserActor, id: string): Promise<PatientChoice> {
  authorizeUser(actor, "patient.find");
  if (!isId(id)) throw new DomainError("not_found");
  noteAsked(tx, id);
  const [patient] = await choose(tx, actor, byId(id));
  if (!patient) throw new DomainError("not_found");
  noteGiven(tx);
  return patient;
}

/** Checks that a patient is in the actor's scope, and reads nothing else. @throws DomainError `not_found` */
export async function assertPatient(tx: Tx, actor: UserActor, id: string): Promise<void> {
  authorizeUser(actor, "patient.find");
  if (!isId(id)) throw new DomainError("not_found");
  noteAsked(tx, id);
  const found = await select(tx, actor, byId(id));
  if (found.length === 0) throw new DomainError("not_found");
  noteGiven(tx);
}

/** Which patients are read, and in which order. */
interface Wanted {
  join: Prisma.Sql;
  order: Prisma.Sql;
  conditions: Prisma.Sql[];
}

const byId = (id: string): Wanted => ({
  join: Prisma.empty,
  order: Prisma.sql`p.id`,
  conditions: [Prisma.sql`p.id = ${id}::uuid`],
});

async function choose(tx: Tx, actor: UserActor, wanted: Wanted): Promise<PatientChoice[]> {
  const found = await select(tx, actor, wanted);
  const ids = found.map(({ id }) => id);
  noteListed(tx, actor, ids, "patient.list", "patients");
  return found;
}

async function select(
  tx: Tx,
  actor: UserActor,
  { join, order, conditions }: Wanted,
): Promise<PatientChoice[]> {
  // Patients whose accounts are closed cannot be chosen.
  const open = Prisma.sql`p.closed_at IS NULL`;
  const where = Prisma.join([treatedScope(actor), open, ...conditions], " AND ");
  return tx.$queryRaw<PatientChoice[]>`
    SELECT p.id, p.full_name AS name, p.preferred_name AS "preferredName", p.date_of_birth::text AS "dateOfBirth"
    FROM patients p ${join} WHERE ${where} ORDER BY ${order} LIMIT ${MOST_FOUND}`;
}
