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

/** How many grants of a user one client keeps, each from a sign-in of its own. */
const MAX_GRANTS = 50;
/** How many are read at once: those of twenty clients. */
const MAX_READ = 1_000;

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
    take: MAX_READ,
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

/** Ends the oldest grants of a user to a client, beyond MAX_GRANTS. */
export async function endOldGrants(userId: string, clientId: string): Promise<void> {
  const old = await identityDb().oidcArtifact.findMany({
    where: { kind: "Grant", userId, clientId },
    orderBy: [{ createdAt: "desc" }, { idHash: "asc" }],
    skip: MAX_GRANTS,
    take: MAX_READ,
    select: { idHash: true },
  });
  if (old.length > 0) await endGrants(old.map(({ idHash }) => idHash));
}
