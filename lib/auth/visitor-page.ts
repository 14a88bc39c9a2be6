import { getMessages } from "next-intl/server";
import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import type { Actor } from "../access/actor.ts";
import { dashboardOf, safePath } from "./callback-url.ts";
import { cookieName } from "./cookies.ts";
import { draftOf } from "./draft.ts";
import { flashFor, type Flash } from "./flash.ts";
import { currentActor } from "./session.ts";

export interface VisitorPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/**
 * For pages that only visitors need: whoever is signed in goes on to where they wanted to go, unless they
 * were sent to sign in again.
 */
export async function visitorPage(
  page: Flash["page"],
  { searchParams }: VisitorPageProps,
): Promise<{ callbackUrl: string | null; flash: Flash | null }> {
  const wanted = (await searchParams)["callbackUrl"];
  const callbackUrl = safePath(Array.isArray(wanted) ? wanted[0] : wanted);
  const actor = await currentActor();
  const flash = (await currentFlash(page)) ?? (await endedSession(page, actor));
  if (actor.kind === "user" && flash?.code !== "again") {
    redirect(callbackUrl ?? dashboardOf(actor.role));
  }
  return { callbackUrl, flash };
}

/**
 * Says on the sign-in page that a session is over, whose cookie the browser still has: it was not used
 * for too long, or was ended elsewhere.
 */
async function endedSession(page: Flash["page"], actor: Actor): Promise<Flash | null> {
  const wasSignedIn = (await cookies()).has(cookieName("session"));
  return page === "sign-in" && actor.kind !== "user" && wasSignedIn
    ? { page, code: "ended" }
    : null;
}

/** What the last page said to this one. */
export async function currentFlash(page: Flash["page"]): Promise<Flash | null> {
  const jar = (await cookies()).getAll().map(({ name, value }) => [name, value]);
  return flashFor(page, Object.fromEntries(jar) as Record<string, string>);
}

/** What was typed into the form that this page shows again. */
export async function currentDraft(): Promise<Record<string, string>> {
  const jar = (await cookies()).getAll().map(({ name, value }) => [name, value]);
  return draftOf(Object.fromEntries(jar) as Record<string, string>);
}

/** The sentence to show beside each field that was wrong. */
export async function fieldErrors(flash: Flash | null): Promise<Record<string, string>> {
  const words: Record<string, string> = (await getMessages()).errors.fields;
  const entries = Object.entries(flash?.fields ?? {});
  return Object.fromEntries(
    entries.map(([field, key]) => [field, words[key] ?? words["invalid"] ?? key]),
  );
}
