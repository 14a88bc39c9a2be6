import type { UserActor } from "../access/actor.ts";
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
 */
export async function findPatientsWithin(
  tx: Tx,
  actor: UserActor,
  q: string,
): Promise<PatientChoice[]> {
  authorizeUser(actor, "patient.find");
  const conditions = named(q);
  return conditions.length === 0 ? [] : select(tx, actor, conditions);
}

/** Conditions under which the name of `p` holds every word of `q`; none without a word. */
export function named(q: string): Prisma.Sql[] {
  const name = Prisma.sql`lower(regexp_replace(normalize(p.full_name, NFD), ${ACCENTS}, '', 'g'))`;
  const words = folded(q).split(/\s+/).filter(Boolean);
  return words.map((word) => Prisma.sql`strpos(${name}, ${word}) > 0`);
}

/** One patient in the actor's scope. @throws DomainError `not_found` */
export async function loadPatient(tx: Tx, actor: UserActor, id: string): Promise<PatientChoice> {
  authorizeUser(actor, "patient.find");
  const [patient] = isId(id) ? await select(tx, actor, [Prisma.sql`p.id = ${id}::uuid`]) : [];
  if (!patient) throw new DomainError("not_found");
  return patient;
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
