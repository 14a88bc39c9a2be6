import { errors, type Adapter } from "oidc-provider";
import { identityDb } from "../../db.ts";
import { hashToken } from "../secrets.ts";
import { clientById } from "./clients.ts";
import { endGrants, endOldGrants } from "./grants.ts";
import { openPayload, sealPayload } from "./payload.ts";
import { firstUse } from "./use.ts";

/**
 * Keeps what the authorization server issues. Ids are bearer secrets, so they are stored hashed, and
 * payloads, which may hold ids of others, encrypted.
 */
export function artifactsOf(kind: string): Adapter {
  return kind === "Client" ? clients : artifacts(kind);
}

function artifacts(kind: string): Adapter {
  const keyOf = (id: string) => ({ kind_idHash: { kind, idHash: hashToken(id) } });
  return {
    upsert: async (id, payload, expiresIn) => {
      const sealed = sealPayload(kind, payload);
      const until = expiresIn ? new Date(Date.now() + expiresIn * 1000) : null;
      if (kind === "ReplayDetection" && until) {
        // The caller has looked before, and so may others.
        if (await firstUse(kind, id, { payload: sealed, until })) return;
        throw new errors.InvalidGrant("already used");
      }
      const values = {
        payload: sealed,
        grantHash: payload.grantId ? hashToken(payload.grantId) : null,
        uidHash: payload.uid ? hashToken(payload.uid) : null,
        clientId: payload.clientId ?? null,
        userId: payload.accountId ?? null,
        expiresAt: until,
      };
      const key = keyOf(id);
      await identityDb().oidcArtifact.upsert({
        where: key,
        create: { ...key.kind_idHash, ...values },
        update: values,
      });
      if (kind === "Grant" && payload.accountId && payload.clientId) {
        await endOldGrants(payload.accountId, payload.clientId);
      }
    },
    find: async (id) =>
      opened(kind, await identityDb().oidcArtifact.findUnique({ where: keyOf(id) })),
    findByUid: async (uid) =>
      opened(
        kind,
        await identityDb().oidcArtifact.findFirst({ where: { kind, uidHash: hashToken(uid) } }),
      ),
    findByUserCode: () => Promise.resolve(undefined),
    consume: async (id) => {
      // The condition makes it exact: the caller has looked at `consumed` before, and so may others.
      const { count } = await identityDb().oidcArtifact.updateMany({
        where: { ...keyOf(id).kind_idHash, consumedAt: null },
        data: { consumedAt: new Date() },
      });
      if (count > 0) return;
      const used = await identityDb().oidcArtifact.findUnique({ where: keyOf(id) });
      if (used?.grantHash) await endGrants([used.grantHash]);
      throw new errors.InvalidGrant("already used");
    },
    destroy: async (id) => {
      if (kind === "Grant") return endGrants([hashToken(id)]);
      await identityDb().oidcArtifact.deleteMany({ where: keyOf(id).kind_idHash });
    },
    revokeByGrantId: async (grantId) => {
      await identityDb().oidcArtifact.deleteMany({
        where: { kind, grantHash: hashToken(grantId) },
      });
    },
  };
}

/** Clients come from elsewhere and are never written by the protocol. */
const clients: Adapter = {
  find: (id) => clientById(id),
  upsert: readOnly,
  findByUid: () => Promise.resolve(undefined),
  findByUserCode: () => Promise.resolve(undefined),
  consume: readOnly,
  destroy: readOnly,
  revokeByGrantId: readOnly,
};

function readOnly(): Promise<never> {
  return Promise.reject(new Error("clients are not changed by the protocol"));
}

function opened(kind: string, row: { payload: string; consumedAt: Date | null } | null) {
  const payload = row && openPayload(kind, row.payload);
  if (!row || !payload) return undefined;
  return row.consumedAt
    ? { ...payload, consumed: Math.floor(row.consumedAt.getTime() / 1000) }
    : payload;
}

/** Forgets the authorization server's session of a browser. */
export async function endProviderSession(id: string | undefined): Promise<void> {
  if (id) await artifacts("Session").destroy(id);
}
