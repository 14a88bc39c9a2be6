import type { UserActor } from "../access/actor.ts";
import { identityDb } from "../db.ts";
import { DomainError } from "../errors.ts";
import { Prisma } from "../generated/prisma/client.ts";
import { isId } from "../schema.ts";
import { deviceCookie, deviceOf, newDevice } from "./device.ts";
import { hashToken } from "./secrets.ts";

const MAX_LISTED = 50;

export interface ListedDevice {
  id: string;
  userAgent: string;
  firstSeenAt: Date;
  lastSeenAt: Date;
  /** The user has not said yet that it was them. */
  isNew: boolean;
  isCurrent: boolean;
}

/**
 * Whether the session `s` of the user `u` has to be told of a new device: every session but that of the
 * device itself.
 */
export const HAS_NEW_DEVICE = Prisma.sql`EXISTS (SELECT FROM known_devices d
  WHERE d.user_id = u.id AND d.is_new AND d.id IS DISTINCT FROM s.device_id)`;

/** Returns the id of a browser that has signed in to this account, unless the user has removed it. */
export async function knownDeviceOf(
  cookies: Record<string, string>,
  userId: string,
): Promise<string | null> {
  const nonce = deviceOf(cookies, userId);
  if (nonce === null) return null;
  const where = { userId, tokenHash: hashToken(nonce), removedAt: { not: null } };
  return (await identityDb().knownDevice.count({ where })) > 0 ? null : nonce;
}

/**
 * Notes in which browser a session has begun. Of a new one the user is told, except of their first.
 *
 * @returns the cookie by which the browser is known from now on.
 */
export async function noteDevice(
  cookies: Record<string, string>,
  { sessionId, userId, userAgent }: { sessionId: string; userId: string; userAgent: string },
  now: Date,
): Promise<string> {
  const known = await knownDeviceOf(cookies, userId);
  const nonce = known ?? newDevice();
  await identityDb().$transaction(async (tx) => {
    // A trigger notes a new device in the audit trail, and one that is removed.
    const [device] = await tx.$queryRaw<{ id: string }[]>`
      INSERT INTO known_devices AS d (user_id, token_hash, user_agent, first_seen_at, last_seen_at, is_new)
      SELECT ${userId}::uuid, ${hashToken(nonce)}, ${userAgent.slice(0, 400)}, ${now}, ${now},
        ${known === null} AND EXISTS (SELECT FROM known_devices WHERE user_id = ${userId}::uuid)
      ON CONFLICT ON CONSTRAINT known_devices_one_user
        DO UPDATE SET last_seen_at = EXCLUDED.last_seen_at, user_agent = EXCLUDED.user_agent
      RETURNING d.id`;
    if (!device) throw new DomainError("internal");
    await tx.session.updateMany({ where: { id: sessionId }, data: { deviceId: device.id } });
  });
  return deviceCookie(cookies, userId, nonce);
}

/** Returns the browsers in which the user of a session has signed in, last used first. */
export async function listDevices({
  actor,
  sessionId,
}: {
  actor: UserActor;
  sessionId: string;
}): Promise<ListedDevice[]> {
  return identityDb().$queryRaw<ListedDevice[]>`
    SELECT d.id, d.user_agent AS "userAgent", d.first_seen_at AS "firstSeenAt", d.last_seen_at AS "lastSeenAt",
      d.is_new AS "isNew", coalesce(d.id = (SELECT device_id FROM sessions WHERE id = ${sessionId}::uuid), false) AS "isCurrent"
    FROM known_devices d WHERE d.user_id = ${actor.userId}::uuid AND d.removed_at IS NULL
    ORDER BY d.is_new DESC, d.last_seen_at DESC LIMIT ${MAX_LISTED}`;
}

/** Notes that a user has recognized all new devices. */
export async function acceptDevices({ userId }: UserActor): Promise<void> {
  const where = { userId, isNew: true };
  await identityDb().knownDevice.updateMany({ where, data: { isNew: false } });
}

/**
 * Removes a device of the actor: its sessions end, and it counts as unknown from now on.
 *
 * @throws DomainError `not_found`
 */
export async function removeDevice({ userId }: UserActor, id: string, now: Date): Promise<void> {
  if (!isId(id)) throw new DomainError("not_found");
  await identityDb().$transaction(async (tx) => {
    const { count } = await tx.knownDevice.updateMany({
      where: { id, userId, removedAt: null },
      data: { removedAt: now, isNew: false },
    });
    if (count === 0) throw new DomainError("not_found");
    await tx.session.deleteMany({ where: { userId, deviceId: id } });
  });
}
