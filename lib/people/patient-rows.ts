import type { UserActor } from "../access/actor.ts";
import { noteListed } from "../access/care.ts";
import { noteAsked, noteGiven } from "../access/notes.ts";
import { authorizeUser } from "../access/policy.ts";
import { treatedScope } from "../access/scope.ts";
import type { Tx } from "../db.ts";
import { DomainError } from "../errors.ts";
import { Prisma } from "../generated/prisma/client.ts";
import { isId } from "../schema.ts";
import { folded } from "./rules.ts";
import type { PatientChoice } from "./views.ts";

/** How many patients one search shows. */
export const MOST_FOUND = 20;
const ACCENTS = "[\u0300-\u036f]";

/**
 * The patients in the actor's scope whose names hold every word of `q`, by name, whatever accents
 * and capitals: at most `MOST_FOUND`. Without a word nobody: this finds people, it does not list them.
 * Noted as found.
 */
export async function findPatientsWithin(
  tx: Tx,
  actor: UserActor,
  q: string,
): Promise<PatientChoice[]> {
  authorizeUser(actor, "patient.find");
  const conditions = named(q);
  return conditions.length === 0 ? [] : choose(tx, actor, conditions);
}

/** Conditions under which the name of `p` holds every word of `q`; none without a word. */
export function named(q: string): Prisma.Sql[] {
  const name = Prisma.sql`lower(regexp_replace(normalize(p.full_name, NFD), ${ACCENTS}, '', 'g'))`;
  const words = folded(q).split(/\s+/).filter(Boolean);
  return words.map((word) => Prisma.sql`strpos(${name}, ${word}) > 0`);
}

/** One patient in the actor's scope, noted as found. @throws DomainError `not_found` */
export async function loadPatient(tx: Tx, actor: UserActor, id: string): Promise<PatientChoice> {
  authorizeUser(actor, "patient.find");
  if (!isId(id)) throw new DomainError("not_found");
  noteAsked(tx, id);
  const [patient] = await choose(tx, actor, [Prisma.sql`p.id = ${id}::uuid`]);
  if (!patient) throw new DomainError("not_found");
  noteGiven(tx);
  return patient;
}

/** Checks that a patient is in the actor's scope, and reads nothing else. @throws DomainError `not_found` */
export async function assertPatient(tx: Tx, actor: UserActor, id: string): Promise<void> {
  authorizeUser(actor, "patient.find");
  if (!isId(id)) throw new DomainError("not_found");
  noteAsked(tx, id);
  const found = await select(tx, actor, [Prisma.sql`p.id = ${id}::uuid`]);
  if (found.length === 0) throw new DomainError("not_found");
  noteGiven(tx);
}

async function choose(
  tx: Tx,
  actor: UserActor,
  conditions: Prisma.Sql[],
): Promise<PatientChoice[]> {
  const found = await select(tx, actor, conditions);
  const ids = found.map(({ id }) => id);
  noteListed(tx, actor, ids, "patient.list", "patients");
  return found;
}

async function select(
  tx: Tx,
  actor: UserActor,
  conditions: Prisma.Sql[],
): Promise<PatientChoice[]> {
  // Nobody chooses somebody whose account is closed.
  const open = Prisma.sql`p.closed_at IS NULL`;
  const where = Prisma.join([treatedScope(actor), open, ...conditions], " AND ");
  return tx.$queryRaw<PatientChoice[]>`
    SELECT p.id, p.full_name AS name, p.date_of_birth::text AS "dateOfBirth"
    FROM patients p WHERE ${where} ORDER BY p.full_name, p.id LIMIT ${MOST_FOUND}`;
}
