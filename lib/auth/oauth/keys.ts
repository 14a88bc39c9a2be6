import { generateKeyPair } from "node:crypto";
import { promisify } from "node:util";
import type { JWK } from "oidc-provider";
import { ADVISORY_LOCKS } from "../../advisory-locks.ts";
import { identityDb, type Tx } from "../../db.ts";
import { newToken, seal, unseal } from "../secrets.ts";

const PURPOSE = "signing key";

/**
 * The private keys that sign ID tokens, newest first. Made once, kept in the database encrypted,
 * shared by all processes. Keys sealed under another AUTH_SECRET count as none.
 */
export async function signingKeys(): Promise<JWK[]> {
  const known = await readKeys(identityDb());
  if (known.length > 0) return known;
  return identityDb().$transaction(
    async (tx) => {
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(${ADVISORY_LOCKS.signingKeys})`;
      const made = await readKeys(tx);
      return made.length > 0 ? made : [await makeKey(tx)];
    },
    { maxWait: 10_000, timeout: 20_000 },
  );
}

async function readKeys(db: Pick<Tx, "signingKey">): Promise<JWK[]> {
  const rows = await db.signingKey.findMany({ orderBy: { createdAt: "desc" } });
  return rows.flatMap(({ sealed }) => {
    const text = unseal(PURPOSE, sealed);
    return text === null ? [] : [JSON.parse(text) as JWK];
  });
}

async function makeKey(tx: Tx): Promise<JWK> {
  const { privateKey } = await promisify(generateKeyPair)("rsa", { modulusLength: 2048 });
  const kid = newToken().slice(0, 16);
  const key = { ...privateKey.export({ format: "jwk" }), kid, alg: "RS256", use: "sig" } as JWK;
  await tx.signingKey.create({ data: { kid, sealed: seal(PURPOSE, JSON.stringify(key)) } });
  return key;
}
