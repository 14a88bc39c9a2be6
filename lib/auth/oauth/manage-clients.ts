import {
  SCOPES,
  type Actor,
  type ProvenActor,
  type Scope,
  type UserActor,
} from "../../access/actor.ts";
import { authorizeProven, authorizeUser } from "../../access/policy.ts";
import type { AccountAct } from "../../audit/rules.ts";
import { grantable, isClientId, type ClientKind } from "../../clients/rules.ts";
import type { ClientInput } from "../../clients/schema.ts";
import {
  clientSummary,
  clientView,
  type ClientSummary,
  type ClientView,
} from "../../clients/views.ts";
import { identityDb, type Tx } from "../../db.ts";
import { DomainError } from "../../errors.ts";
import type { Prisma } from "../../generated/prisma/client.ts";
import { auditAccount } from "../audit.ts";
import { hashToken, newToken } from "../secrets.ts";

/** How many clients an installation has: their list is read whole. */
const MAX_CLIENTS = 200;

/** The programs that were let in, by name. */
export async function listClients(actor: Actor): Promise<ClientSummary[]> {
  authorizeUser(actor, "client.read");
  const rows = await identityDb().oauthClient.findMany({
    orderBy: [{ name: "asc" }, { id: "asc" }],
  });
  return rows.map(clientSummary);
}

/** One of them. @throws DomainError `not_found` */
export async function getClient(actor: Actor, id: string): Promise<ClientView> {
  authorizeUser(actor, "client.read");
  if (!isClientId(id)) throw new DomainError("not_found");
  const row = await identityDb().oauthClient.findUnique({ where: { id } });
  if (!row) throw new DomainError("not_found");
  return clientView(row);
}

/**
 * Lets a program in. The secret that it proves itself by, if any, is in the answer and kept nowhere.
 *
 * @throws DomainError `proof_needed`, `invalid` about `name` for one too many.
 */
export async function createClient(
  actor: ProvenActor,
  { kind, name, redirectUris, scopes, jwks, dpopBound }: ClientInput,
  now: Date,
): Promise<{ id: string; secret: string | null }> {
  authorizeProven(actor, "client.manage", now);
  const id = newToken()
    .replaceAll(/[^a-z\d]/gi, "")
    .slice(0, 22);
  const secret = kind === "public" || jwks ? null : newToken();
  const proof = {
    secretHash: secret === null ? null : hashToken(secret),
    ...(jwks ? { jwks: jwks as Prisma.InputJsonObject } : {}),
  };
  const bound = dpopBound === "on";
  const data = { id, kind, name, redirectUris, scopes, dpopBound: bound, createdAt: now, ...proof };
  await identityDb().$transaction(async (tx) => {
    if ((await tx.oauthClient.count()) >= MAX_CLIENTS) {
      const issues = [{ path: "name", message: "too_many_clients" }];
      throw new DomainError("invalid", { issues });
    }
    await tx.oauthClient.create({ data });
    await note(tx, actor, "client.created", id);
  });
  return { id, secret };
}

/**
 * Gives a program a new secret; the old one is worth nothing from then on.
 *
 * @throws DomainError `proof_needed`, `not_found` also for a program that has none.
 */
export async function rotateSecret(actor: ProvenActor, id: string, now: Date): Promise<string> {
  authorizeProven(actor, "client.manage", now);
  if (!isClientId(id)) throw new DomainError("not_found");
  const secret = newToken();
  await identityDb().$transaction(async (tx) => {
    const { count } = await tx.oauthClient.updateMany({
      where: { id, secretHash: { not: null } },
      data: { secretHash: hashToken(secret) },
    });
    if (count === 0) throw new DomainError("not_found");
    await note(tx, actor, "client.secret-rotated", id);
  });
  return secret;
}

/**
 * Changes what a program may ask for. What is taken away ends what it was given: it has to ask again.
 *
 * @throws DomainError `proof_needed`, `not_found`
 */
export async function changeScopes(
  actor: ProvenActor,
  id: string,
  scopes: Scope[],
  now: Date,
): Promise<void> {
  authorizeProven(actor, "client.manage", now);
  if (!isClientId(id)) throw new DomainError("not_found");
  await identityDb().$transaction(async (tx) => {
    const [row] = await tx.$queryRaw<{ kind: ClientKind; scopes: string[] }[]>`
      SELECT kind, scopes FROM oauth_clients WHERE id = ${id} FOR UPDATE`;
    if (!row) throw new DomainError("not_found");
    const kept = scopes.filter((scope) => grantable(row.kind).includes(scope));
    await tx.oauthClient.update({ where: { id }, data: { scopes: kept } });
    const narrower = SCOPES.some((scope) => row.scopes.includes(scope) && !kept.includes(scope));
    if (narrower) await tx.oidcArtifact.deleteMany({ where: { clientId: id } });
    await note(tx, actor, "client.scopes-changed", id, { scopes: kept.join(" ") });
  });
}

/**
 * Shuts a program out with its next request, or lets it in again.
 *
 * @throws DomainError `proof_needed`, `not_found`
 */
export async function setClientDisabled(
  actor: ProvenActor,
  id: string,
  disabled: boolean,
  now: Date,
): Promise<void> {
  authorizeProven(actor, "client.manage", now);
  if (!isClientId(id)) throw new DomainError("not_found");
  await identityDb().$transaction(async (tx) => {
    const { count } = await tx.oauthClient.updateMany({
      where: { id },
      data: { disabledAt: disabled ? now : null },
    });
    if (count === 0) throw new DomainError("not_found");
    await note(tx, actor, disabled ? "client.disabled" : "client.enabled", id);
  });
}

/** Removes a program with all that it was given. @throws DomainError `proof_needed`, `not_found` */
export async function deleteClient(actor: ProvenActor, id: string, now: Date): Promise<void> {
  authorizeProven(actor, "client.manage", now);
  if (!isClientId(id)) throw new DomainError("not_found");
  await identityDb().$transaction(async (tx) => {
    const found = await tx.$queryRaw<unknown[]>`
      SELECT id FROM oauth_clients WHERE id = ${id} FOR UPDATE`;
    if (found.length === 0) throw new DomainError("not_found");
    // First, because the database takes it only while the client is there.
    await note(tx, actor, "client.deleted", id);
    await tx.oauthClient.deleteMany({ where: { id } });
    await tx.oidcArtifact.deleteMany({ where: { clientId: id } });
  });
}

const note = (
  tx: Tx,
  { userId }: UserActor,
  act: AccountAct,
  client: string,
  detail: Record<string, string> = {},
) => auditAccount(tx, userId, act, { client, ...detail });
