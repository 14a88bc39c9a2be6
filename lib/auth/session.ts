import { cookies } from "next/headers";
import { cache } from "react";
import { anonymous, isApplicant, type Actor, type Role } from "../access/actor.ts";
import { cookieName } from "./cookies.ts";
import { calledName } from "../names/rules.ts";
import { findAnySession, unlessHeld, type FoundSession, type Session } from "./session-store.ts";

/**
 * The session of this request, also one that is held until its user has set up a second factor. Read once
 * however often it is asked for.
 */
export const currentAnySession = cache(async (): Promise<FoundSession | null> => {
  const jar = await cookies();
  return findAnySession(jar.get(cookieName("session"))?.value, new Date());
});

/** The session of this request; null also while it is held. */
export async function currentSession(): Promise<Session | null> {
  return unlessHeld(await currentAnySession());
}

/** The zone in which the user of this request reads times that belong to no clinic. */
export async function currentZone(): Promise<string> {
  return (await currentAnySession())?.timeZone ?? "UTC";
}

/** On whose behalf this request is made. */
export async function currentActor(): Promise<Actor> {
  return (await currentSession())?.actor ?? anonymous;
}

/** Who looks at this page, as far as drawing it needs; null for a visitor. */
export async function currentViewer(): Promise<{
  name: string;
  role: Role;
  applicant: boolean;
  held: boolean;
  newDevice: boolean;
} | null> {
  const session = await currentAnySession();
  if (!session) return null;
  const { actor, isHeld: held, hasNewDevice: newDevice } = session;
  const { role } = actor;
  return { name: calledName(actor), role, applicant: isApplicant(actor), held, newDevice };
}
