import { generateKeyPair } from "node:crypto";
import { promisify } from "node:util";
import type { JWK } from "oidc-provider";
import { ADVISORY_LOCKS } from "../../advisory-locks.ts";
import { identityDb, type Tx } from "../../db.ts";
import { newToken, seal, unseal } from "../secrets.ts";
import { PUBLISHED_AHEAD_MS, scheduleOf } from "./key-schedule.ts";

const PURPOSE = "signing key";

/** A key that signs ID tokens, with its private part. */
interface SigningKey {
  kid: string;
  signsFrom: Date;
  jwk: JWK;
}

/**
 * Returns the keys to publish, with their private parts, the one that signs first. They are kept in the
 * database encrypted and shared by all processes; the first caller makes the first. Keys sealed under
 * another AUTH_SECRET count as none.
 */
export async function signingKeys(now: Date): Promise<JWK[]> {
  const { published } = scheduleOf(await readKeys(identityDb()), now);
  const keys = published.length > 0 ? published : await inTurn((tx) => loadOrMake(tx, now));
  return keys.map(({ jwk }) => jwk);
}

/**
 * Adds the next key when it is due, and deletes those whose tokens have all ended. Several processes may
 * call it at once: one of them does it.
 */
export async function rotateSigningKeys(now: Date): Promise<void> {
  const { isDue, over } = scheduleOf(await readKeys(identityDb()), now);
  if (!isDue && over.length === 0) return;
  await inTurn(async (tx) => {
    const at = await clamped(tx, now);
    const schedule = scheduleOf(await readKeys(tx), at);
    await endKeys(tx, schedule.over);
    if (schedule.isDue) await makeKey(tx, at, signsFromOf(schedule.published, at));
  });
}

/**
 * Adds the next key now, whatever the age of the present one. Returns when it begins to sign: a key that
 * waits already is the next one.
 */
export function addSigningKey(now: Date): Promise<Date> {
  return inTurn(async (tx) => {
    const at = await clamped(tx, now);
    const { published } = scheduleOf(await readKeys(tx), at);
    const waiting = published.find(({ signsFrom }) => signsFrom > at);
    const next = waiting ?? (await makeKey(tx, at, signsFromOf(published, at)));
    return next.signsFrom;
  });
}

/**
 * Deletes all keys because one may be known to others, and adds one that signs at once. What a deleted
 * key signed no longer verifies. Two callers at once end the same keys and leave one new key.
 */
export async function replaceSigningKeys(now: Date): Promise<void> {
  const known = await identityDb().signingKey.findMany({ select: { kid: true } });
  await inTurn(async (tx) => {
    await endKeys(tx, known);
    await loadOrMake(tx, now);
  });
}

/** Runs `work` in a transaction that no other process runs at the same time. */
function inTurn<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  return identityDb().$transaction(
    async (tx) => {
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(${ADVISORY_LOCKS.signingKeys})`;
      return work(tx);
    },
    { maxWait: 10_000, timeout: 20_000 },
  );
}

/** The database's time, where a process is ahead of it: its key would keep all others waiting. */
async function clamped(tx: Tx, now: Date): Promise<Date> {
  const [row] = await tx.$queryRaw<{ at: Date }[]>`
    SELECT least(${now}::timestamptz, clock_timestamp()) AS at`;
  return row?.at ?? now;
}

/** The first key signs at once, because there is no other. */
const signsFromOf = (published: readonly SigningKey[], now: Date): Date =>
  published.length === 0 ? now : new Date(now.getTime() + PUBLISHED_AHEAD_MS);

async function loadOrMake(tx: Tx, now: Date): Promise<SigningKey[]> {
  const { published } = scheduleOf(await readKeys(tx), now);
  if (published.length > 0) return published;
  const at = await clamped(tx, now);
  return [await makeKey(tx, at, at)];
}

async function readKeys(db: Pick<Tx, "signingKey">): Promise<SigningKey[]> {
  const rows = await db.signingKey.findMany();
  return rows.flatMap(({ kid, signsFrom, sealed }) => {
    const text = unseal(PURPOSE, sealed);
    return text === null ? [] : [{ kid, signsFrom, jwk: JSON.parse(text) as JWK }];
  });
}

/** A trigger notes in the audit trail each key that is added or deleted. */
async function makeKey(tx: Tx, createdAt: Date, signsFrom: Date): Promise<SigningKey> {
  const { privateKey } = await promisify(generateKeyPair)("rsa", { modulusLength: 2048 });
  const kid = newToken().slice(0, 16);
  const jwk = { ...privateKey.export({ format: "jwk" }), kid, alg: "RS256", use: "sig" } as JWK;
  const sealed = seal(PURPOSE, JSON.stringify(jwk));
  await tx.signingKey.create({ data: { kid, sealed, createdAt, signsFrom } });
  return { kid, signsFrom, jwk };
}

async function endKeys(tx: Tx, keys: readonly { kid: string }[]): Promise<void> {
  await tx.signingKey.deleteMany({ where: { kid: { in: keys.map(({ kid }) => kid) } } });
}
