import type { Grant } from "oidc-provider";
import { identityDb, type Tx } from "../../db.ts";
import { openPayload } from "./payload.ts";

/** A yes that somebody has said to a program, as the database has it. */
export interface StoredGrant {
  hash: string;
  clientId: string;
  scopes: string[];
  createdAt: Date;
  lastUsedAt: Date | null;
  expiresAt: Date;
}

/** Returns what a user has granted to one client, or to all of them, and has not taken back. */
export async function grantsOf(
  userId: string,
  to: "all" | { clientId: string },
  now: Date,
): Promise<StoredGrant[]> {
  const client = to === "all" ? {} : { clientId: to.clientId };
  const rows = await identityDb().oidcArtifact.findMany({
    where: { kind: "Grant", userId, expiresAt: { gt: now }, ...client },
    orderBy: { expiresAt: "desc" },
  });
  return rows.flatMap(
    ({ idHash: hash, clientId: of, expiresAt, createdAt, lastUsedAt, payload }) => {
      const { openid } = (openPayload("Grant", payload) ?? {}) as Pick<Grant, "openid">;
      if (of === null || expiresAt === null || !openid?.scope) return [];
      const scopes = openid.scope.split(" ");
      return [{ hash, clientId: of, scopes, createdAt, lastUsedAt, expiresAt }];
    },
  );
}

/**
 * Ends grants with all that they have given. The grant goes first: whatever is issued for it at this very
 * moment is worth nothing without it.
 */
export async function endGrants(
  hashes: string[],
  db: Pick<Tx, "oidcArtifact"> = identityDb(),
): Promise<void> {
  await db.oidcArtifact.deleteMany({ where: { kind: "Grant", idHash: { in: hashes } } });
  await db.oidcArtifact.deleteMany({ where: { grantHash: { in: hashes } } });
}
