import { identityDb } from "../../db.ts";
import { hashToken } from "../secrets.ts";

/** How exactly the last use is known. */
const GRAIN = 60_000;

/** Notes that a program has been here: at most one write a minute. */
export async function noteClientUse(id: string, now: Date): Promise<void> {
  await identityDb().oauthClient.updateMany({ where: { id, ...stale(now) }, data: used(now) });
}

/** The same of what somebody has let it do. */
export async function noteGrantUse(hash: string, now: Date): Promise<void> {
  const where = { kind: "Grant", idHash: hash, ...stale(now) };
  await identityDb().oidcArtifact.updateMany({ where, data: used(now) });
}

/** Whether a use at `lastUsedAt` is too long ago to leave it at that. */
export const isStale = (lastUsedAt: Date | null, now: Date): boolean =>
  lastUsedAt === null || lastUsedAt.getTime() <= now.getTime() - GRAIN;

const stale = (now: Date) => ({
  OR: [{ lastUsedAt: null }, { lastUsedAt: { lte: new Date(now.getTime() - GRAIN) } }],
});
const used = (now: Date) => ({ lastUsedAt: now });

/** Whether nobody has used `id` before: exact, however many do at once. Forgotten after `until`. */
export async function firstUse(
  kind: string,
  id: string,
  { payload, until }: { payload: string; until: Date },
): Promise<boolean> {
  const data = { kind, idHash: hashToken(id), payload, expiresAt: until };
  const { count } = await identityDb().oidcArtifact.createMany({ data, skipDuplicates: true });
  return count === 1;
}
