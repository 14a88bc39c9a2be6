import { forbidden, notFound, redirect } from "next/navigation";
import { isApplicant, type ProvenActor, type Role, type UserActor } from "../access/actor.ts";
import { noteRoleRefusal } from "../access/refusals.ts";
import { confirmPath } from "../auth/callback-url.ts";
import { stillProven } from "../auth/reauthentication.ts";
import { currentAnySession, currentSession } from "../auth/session.ts";
import type { FoundSession } from "../auth/session-store.ts";
import { DomainError } from "../errors.ts";
import { reportRefusal, reportRefusalOf } from "../refusal-log.ts";
import { isId } from "../schema.ts";

/**
 * Whose page this is: called by every page of the portal itself, since layouts are not drawn anew
 * for each and middleware can be walked around. A visitor goes to the sign-in and comes back to
 * `path`; another role gets 403. A doctor whom nobody has verified has one page, which says so.
 */
export async function requireRole(role: Role, path: string): Promise<UserActor> {
  const actor = await requireUser(path);
  if (actor.role !== role) {
    reportRefusal({ refused: "forbidden", why: "role", user: actor.userId });
    await noteRoleRefusal(actor, new DomainError("forbidden"), path);
    forbidden();
  }
  if (role === "doctor" && isApplicant(actor) && path !== "/doctor") redirect("/doctor");
  return actor;
}

/**
 * The same for pages of anybody who is signed in. A user whose role needs a second factor has one page
 * until they have it.
 */
export async function requireUser(path: string): Promise<UserActor> {
  return admitted(await requireAnySession(path));
}

/** Returns the user of a session; leads a session that is held to the page that ends this. */
export function admitted({ actor, isHeld }: Pick<FoundSession, "actor" | "isHeld">): UserActor {
  if (isHeld) redirect("/account/security");
  return actor;
}

/** The same for the pages on which a second factor is set up. */
export async function requireAnySession(path: string): Promise<FoundSession> {
  const session = await currentAnySession();
  if (!session) redirect(`/sign-in?callbackUrl=${encodeURIComponent(path)}`);
  return session;
}

/** The same as `requireRole` for pages of admins whose reading is a sensitive act. */
export async function requireProof(path: string): Promise<ProvenActor> {
  await requireRole("admin", path);
  const session = await currentSession();
  const proven = session && (await stillProven(session, new Date()));
  if (!proven) redirect(confirmPath(path));
  return proven;
}

/** A page's reading: what is out of scope does not exist (404), what is not permitted is 403. */
export async function orNotFound<T>(reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    reportRefusalOf(error);
    if (error.code === "forbidden") forbidden();
    if (error.code === "not_found" || error.code === "invalid") notFound();
    throw error;
  }
}

/** An id out of an address. What is no id names nothing: 404. */
export function idOr404(text: string): string {
  if (!isId(text)) notFound();
  return text;
}
