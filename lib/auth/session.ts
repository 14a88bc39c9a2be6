import { cookies } from "next/headers";
import { cache } from "react";
import { anonymous, isApplicant, type Actor, type Role } from "../access/actor.ts";
import { cookieName } from "./cookies.ts";
import { findSession, type Session } from "./session-store.ts";

/** The session of this request, read once however often it is asked for. */
export const currentSession = cache(async (): Promise<Session | null> => {
  const jar = await cookies();
  return findSession(jar.get(cookieName("session"))?.value, new Date());
});

/** On whose behalf this request is made. */
export async function currentActor(): Promise<Actor> {
  return (await currentSession())?.actor ?? anonymous;
}

/** Who looks at this page, as far as drawing it needs; null for a visitor. */
export async function currentViewer(): Promise<{
  name: string;
  role: Role;
  applicant: boolean;
} | null> {
  const actor = await currentActor();
  if (actor.kind !== "user") return null;
  return { name: actor.name, role: actor.role, applicant: isApplicant(actor) };
}
