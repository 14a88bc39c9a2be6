import type { Actor } from "../access/actor.ts";
import { authorizeUser } from "../access/policy.ts";
import { asActor, identityDb } from "../db.ts";
import type { ApplicationsView, ApplicationView, OwnApplicationView } from "./views.ts";

/** More than this at once nobody decides about; the rest moves up. */
const MOST = 100;

/** Nobody has decided yet. Whose account is closed applies no more. */
const WAITING = { verifiedAt: null, closedAt: null, declinedAt: null };

/** All who applied and are not verified, up to a hundred each. */
export async function listApplications(actor: Actor): Promise<ApplicationsView> {
  authorizeUser(actor, "application.read");
  const rows = await asActor(actor, async (tx) => {
    const select = { ...FIELDS, clinic: { select: { id: true, name: true, timeZone: true } } };
    const waiting = await tx.doctor.findMany({
      where: WAITING,
      orderBy: [{ createdAt: "asc" }, { id: "asc" }],
      take: MOST,
      select,
    });
    const declined = await tx.doctor.findMany({
      where: { verifiedAt: null, closedAt: null, declinedAt: { not: null } },
      orderBy: [{ declinedAt: "desc" }, { id: "asc" }],
      take: MOST,
      select,
    });
    return { waiting, declined };
  });
  const emails = await emailsOf([...rows.waiting, ...rows.declined].map(({ userId }) => userId));
  const view = (row: Row) => applicationView(row, emails.get(row.userId) ?? null);
  return { waiting: rows.waiting.map(view), declined: rows.declined.map(view) };
}

/** How many applications wait for a decision. */
export async function countWaiting(actor: Actor): Promise<number> {
  authorizeUser(actor, "application.read");
  return asActor(actor, (tx) => tx.doctor.count({ where: WAITING }));
}

/** How the actor's own application stands; null for who is verified, or never applied. */
export async function getOwnApplication(actor: Actor): Promise<OwnApplicationView | null> {
  authorizeUser(actor, "profile.change");
  return asActor(actor, (tx) =>
    tx.doctor.findFirst({
      where: { userId: actor.userId, verifiedAt: null },
      select: { declineReason: true, clinic: { select: { name: true, phone: true } } },
    }),
  );
}

const FIELDS = {
  id: true,
  userId: true,
  fullName: true,
  specialization: true,
  languages: true,
  biography: true,
  licenseNumber: true,
  createdAt: true,
  declinedAt: true,
  declineReason: true,
  profileVersion: true,
} as const;

interface Row {
  id: string;
  userId: string;
  fullName: string;
  specialization: string;
  languages: string[];
  biography: string;
  licenseNumber: string | null;
  createdAt: Date;
  declinedAt: Date | null;
  declineReason: string | null;
  profileVersion: number;
  clinic: { id: string; name: string; timeZone: string };
}

function applicationView(row: Row, email: string | null): ApplicationView {
  const { id, specialization, clinic, languages, biography, licenseNumber } = row;
  const declined = row.declinedAt && {
    at: row.declinedAt.toISOString(),
    reason: row.declineReason ?? "",
  };
  return {
    id,
    name: row.fullName,
    email,
    specialization,
    clinic,
    languages,
    biography,
    licenseNumber,
    appliedAt: row.createdAt.toISOString(),
    declined,
    version: row.profileVersion,
  };
}

/** Addresses are identity's: asked for those alone whom the actor has just been shown. */
async function emailsOf(userIds: string[]): Promise<Map<string, string | null>> {
  const users = await identityDb().user.findMany({
    where: { id: { in: userIds } },
    select: { id: true, email: true },
  });
  return new Map(users.map(({ id, email }) => [id, email]));
}
