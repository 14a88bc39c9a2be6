import type { UserActor } from "../../access/actor.ts";
import type { AnyScope } from "../../clients/rules.ts";
import type { ConnectionView } from "../../clients/views.ts";
import { identityDb } from "../../db.ts";
import { DomainError } from "../../errors.ts";
import { auditAccount } from "../audit.ts";
import { endGrants, grantsOf, type StoredGrant } from "./grants.ts";
import { SWAGGER_CLIENT, SWAGGER_NAME } from "./settings.ts";

/** The programs that the actor has let in, by name. */
export async function listConnections(actor: UserActor, now: Date): Promise<ConnectionView[]> {
  const grants = await grantsOf(actor.userId, "all", now);
  const clients = await identityDb().oauthClient.findMany({
    where: { id: { in: grants.map(({ clientId }) => clientId) } },
    orderBy: [{ name: "asc" }, { id: "asc" }],
    select: { id: true, name: true },
  });
  return [...clients, { id: SWAGGER_CLIENT, name: SWAGGER_NAME }].flatMap((client) => {
    const given = grants.filter(({ clientId }) => clientId === client.id);
    return given.length > 0 ? [{ ...client, ...summed(given) }] : [];
  });
}

/** All that somebody has let one program do, however often they have signed in to it. */
function summed(grants: StoredGrant[]): Omit<ConnectionView, "id" | "name"> {
  const last = (dates: Date[]) => dates.sort((a, b) => b.getTime() - a.getTime())[0];
  const used = grants.flatMap(({ lastUsedAt }) => lastUsedAt ?? []);
  const since = last(grants.map(({ createdAt }) => createdAt));
  const until = last(grants.map(({ expiresAt }) => expiresAt));
  return {
    scopes: [...new Set(grants.flatMap(({ scopes }) => scopes))] as AnyScope[],
    since: since?.toISOString() ?? "",
    until: until?.toISOString() ?? "",
    lastUsedAt: last(used)?.toISOString() ?? null,
  };
}

/**
 * Takes back all that the actor has let a program do: its next request is refused.
 *
 * @throws DomainError `not_found` for a program that they have let do nothing.
 */
export async function disconnectClient(
  actor: UserActor,
  clientId: string,
  now: Date,
): Promise<void> {
  const { userId } = actor;
  const grants = await grantsOf(userId, { clientId }, now);
  if (grants.length === 0) throw new DomainError("not_found");
  await identityDb().$transaction(async (tx) => {
    // First, because the database takes it only while the grant is there.
    await auditAccount(tx, userId, "account.client-disconnected", { client: clientId });
    await endGrants(
      grants.map(({ hash }) => hash),
      tx,
    );
  });
}
