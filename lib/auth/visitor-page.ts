import { getMessages } from "next-intl/server";
import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { dashboardOf, safePath, withCallback } from "./callback-url.ts";
import { cookieName } from "./cookies.ts";
import { draftOf } from "./draft.ts";
import { flashFor, type Flash } from "./flash.ts";
import { ownerStamp } from "./form-owner.ts";
import { findStep } from "./second-factor/steps.ts";
import { currentAnySession } from "./session.ts";

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
  const session = await currentAnySession();
  const flash = (await currentFlash(page)) ?? (session ? null : await endedSession(page));
  if (session && flash?.code !== "again") {
    redirect(callbackUrl ?? dashboardOf(session.actor.role));
  }
  return { callbackUrl, flash };
}

/**
 * Says on the sign-in page that a session is over, whose cookie the browser still has: it was not used
 * for too long, or was ended elsewhere.
 */
async function endedSession(page: Flash["page"]): Promise<Flash | null> {
  const wasSignedIn = (await cookies()).has(cookieName("session"));
  return page === "sign-in" && wasSignedIn ? { page, code: "ended" } : null;
}

/** For the page that asks for the second factor: a visitor who has not given the first is sent to do so. */
export async function secondStepPage(
  props: VisitorPageProps,
): Promise<{ callbackUrl: string | null; flash: Flash | null; owner: string }> {
  const page = await visitorPage("sign-in/second-step", props);
  const token = (await cookies()).get(cookieName("step"))?.value;
  const step = await findStep(token, new Date());
  if (!step) redirect(withCallback("/sign-in", page.callbackUrl));
  return { ...page, owner: ownerStamp(step.userId) };
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
