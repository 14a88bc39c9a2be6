import { errors, type Adapter, type AdapterPayload } from "oidc-provider";
import { identityDb } from "../../db.ts";
import { hashToken, seal, unseal } from "../secrets.ts";
import { clientById } from "./clients.ts";

/**
 * Keeps what the authorization server issues. Ids are bearer secrets, so they are stored hashed, and
 * payloads, which may hold ids of others, encrypted.
 */
export function artifactsOf(kind: string): Adapter {
  return kind === "Client" ? clients : artifacts(kind);
}

const purpose = (kind: string) => `artifact ${kind}`;

function artifacts(kind: string): Adapter {
  const keyOf = (id: string) => ({ kind_idHash: { kind, idHash: hashToken(id) } });
  return {
    upsert: async (id, payload, expiresIn) => {
      const values = {
        payload: seal(purpose(kind), JSON.stringify(payload)),
        grantHash: payload.grantId ? hashToken(payload.grantId) : null,
        uidHash: payload.uid ? hashToken(payload.uid) : null,
        clientId: payload.clientId ?? null,
        userId: payload.accountId ?? null,
        expiresAt: expiresIn ? new Date(Date.now() + expiresIn * 1000) : null,
      };
      const key = keyOf(id);
      await identityDb().oidcArtifact.upsert({
        where: key,
        create: { ...key.kind_idHash, ...values },
        update: values,
      });
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
      if (count === 0) throw new errors.InvalidGrant("already used");
    },
    destroy: async (id) => {
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

/** What is in an artifact; undefined if it was sealed under another key. */
export function openPayload(kind: string, sealed: string): AdapterPayload | undefined {
  const text = unseal(purpose(kind), sealed);
  return text === null ? undefined : (JSON.parse(text) as AdapterPayload);
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
