import { createHash } from "node:crypto";
import { PrismaPg } from "@prisma/adapter-pg";
import type { Actor, UserActor } from "./access/actor.ts";
import { beginNotes, writeNotes, type Notes } from "./access/notes.ts";
import { CleanClient } from "./clean-client.ts";
import { env } from "./env.ts";
import { DomainError } from "./errors.ts";
import { PrismaClient, type Prisma } from "./generated/prisma/client.ts";
import { reportFailure } from "./log.ts";
import { reportMissing } from "./refusal-log.ts";
import { applicationName } from "./request-context.ts";
import { findSigned, forgetSigned, rememberSigned } from "./signed-actors.ts";

/** A client inside the transaction of one actor. */
export type Tx = Prisma.TransactionClient;

/** In milliseconds: how long a request waits for a connection, and its transaction may take. */
const TRANSACTION_LIMITS = { maxWait: 15_000, timeout: 15_000 };

// Kept on globalThis, so that a reload in development does not open pool after pool.
const kept = globalThis as typeof globalThis & {
  slotwellClients?: { app?: PrismaClient; identity?: PrismaClient };
};
const clients = (kept.slotwellClients ??= {});

function connect(connectionString: string, role?: string): PrismaClient {
  const settings = ["-c TimeZone=UTC", "-c search_path=public", role ? `-c role=${role}` : ""];
  const adapter = new PrismaPg(
    { connectionString, max: 10, options: settings.join(" ").trim(), Client: CleanClient },
    // Named, so that the server plans a statement once per connection.
    { statementNameGenerator: ({ sql }) => createHash("sha1").update(sql).digest("base64url") },
  );
  return new PrismaClient({ adapter, errorFormat: "minimal" });
}

const appDb = (): PrismaClient => (clients.app ??= connect(env().DATABASE_URL));

/**
 * Users, credentials and sessions. This role reaches no clinical table. Without a login of its own,
 * which `serve` refuses, the application's login becomes identity when it connects.
 */
export const identityDb = (): PrismaClient =>
  (clients.identity ??= connect(
    env().DATABASE_IDENTITY_URL ?? env().DATABASE_URL,
    "slotwell_identity",
  ));

/**
 * The only door to the clinical tables: one transaction in which the database knows who is asking,
 * so that row level security (the third wall) holds whatever `work` asks for. The actor is signed by
 * identity, so that no statement of the application's login can name another one, and set for the
 * transaction alone (`true`), never for the connection. A visitor is what a connection without
 * an actor is, and may write nothing: there is nothing to set and nothing to roll back, so each of
 * their statements goes by itself, which halves the way to the database for public pages.
 *
 * What loaders read of patients is noted in the audit trail as the last statement of the transaction,
 * and so is, after it was rolled back, that a user was refused a row of a patient's.
 *
 * @throws whatever `work` throws, after rolling back.
 */
export async function asActor<T>(actor: Actor, work: (tx: Tx) => Promise<T>): Promise<T> {
  if (actor.kind === "anonymous") return work(appDb());
  const { clientId = "" } = actor;
  const signed = await signedActor(actor);
  let notes: Notes | undefined;
  const transaction = <R>(run: (tx: Tx) => Promise<R>) =>
    appDb().$transaction(async (tx) => {
      await tx.$queryRaw`SELECT set_config('app.actor', ${signed}, true), set_config('app.client_id', ${clientId}, true), set_config('application_name', ${applicationName()}, true)`;
      return run(tx);
    }, TRANSACTION_LIMITS);
  try {
    return await transaction(async (tx) => {
      notes = beginNotes(tx);
      const answer = await work(tx);
      await writeNotes(tx, notes.readings);
      return answer;
    });
  } catch (error) {
    const { readings = [], asked } = notes ?? {};
    if (error instanceof TakenBack) await transaction((tx) => writeNotes(tx, readings));
    if (asked && isRefusal(error, asked.given)) await noteRefusal(actor, error, asked.id);
    throw error;
  }
}

/** Thrown in `asActor` by what answers with what it read although it takes its changes back. */
export class TakenBack extends Error {}

/** Of a row that was found, only an act is refused (`forbidden`); anything else that is missing is another thing. */
const isRefusal = (error: unknown, given: boolean): error is DomainError =>
  error instanceof DomainError &&
  (error.code === "forbidden" || (error.code === "not_found" && !given));

const noted = new WeakSet<DomainError>();

/**
 * Notes in the audit trail that a user was refused, once for each error: in a transaction of its own,
 * because that of the request was rolled back. The database notes the first of an hour one by one and the
 * rest in one entry, for each patient and user, and none about what is the user's own. What is another
 * patient's is logged as well. A note that fails is logged and changes no answer.
 *
 * @param about the id that was asked for; the database finds whose it is.
 * @param action what was asked, as the policy names it.
 */
export async function noteRefusal(
  actor: UserActor,
  error: DomainError,
  about: string | null,
  action: string | null = null,
): Promise<void> {
  if (noted.has(error)) return;
  noted.add(error);
  const { clientId = "" } = actor;
  try {
    const signed = await signedActor(actor);
    // One statement is a transaction: the actor is set for it alone.
    const [row] = await appDb().$queryRaw<{ known: boolean }[]>`
      WITH actor AS MATERIALIZED (
        SELECT set_config('app.actor', ${signed}, true), set_config('app.client_id', ${clientId}, true),
          set_config('application_name', ${applicationName()}, true))
      SELECT audit_refused(${about}::uuid, ${error.code}, ${action}) AS known FROM actor`;
    if (row?.known && error.code === "not_found") reportMissing(actor);
  } catch (failure) {
    reportFailure(failure);
  }
}

/**
 * Returns what a transaction sets to act as a user. The lookup of a session or a token has signed it by
 * the same statement, so that a request seldom needs another one.
 */
async function signedActor(actor: UserActor): Promise<string> {
  const known = findSigned(actor);
  if (known) return known;
  const { userId, clientId = "" } = actor;
  const [row] = await identityDb().$queryRaw<{ signed: string }[]>`
    SELECT sign_actor(${userId}::uuid, ${clientId}) AS signed`;
  return rememberSigned(actor, row?.signed ?? "");
}

/** Closes the pools, once nothing is being served any more. */
export async function disconnect(): Promise<void> {
  await Promise.all([clients.app?.$disconnect(), clients.identity?.$disconnect()]);
  delete clients.app;
  delete clients.identity;
  forgetSigned();
}
