import type { Role } from "../access/actor.ts";

export const STATES = ["active", "disabled", "closed"] as const;
/** Disabled can be undone; closed cannot. */
export type AccountState = (typeof STATES)[number];

interface Marks {
  disabledAt: Date | null;
  closedAt: Date | null;
}

export function stateOf({ disabledAt, closedAt }: Marks): AccountState {
  if (closedAt) return "closed";
  return disabledAt ? "disabled" : "active";
}

/** What an admin may do to an account. */
export interface AccountPermits {
  disable: boolean;
  enable: boolean;
  endSessions: boolean;
  correct: boolean;
  close: boolean;
}

/** Nobody does to themselves what others would have to undo: so one admin always stays. */
export function permitsFor(state: AccountState, isOwn: boolean): AccountPermits {
  const open = state !== "closed" && !isOwn;
  return {
    disable: open && state === "active",
    enable: open && state === "disabled",
    endSessions: open,
    correct: open,
    close: open,
  };
}

/** A patient's visits are canceled with the account; a doctor's patients need another doctor first. */
export function mustSettleFirst(role: Role, visitsAhead: number): boolean {
  return role === "doctor" && visitsAhead > 0;
}

/** What a user has to do before a sensitive act; the code is of their authenticator app. */
export type Proof = "password" | "password-and-code" | "none" | "sign-in";

/** Whether a name that was typed to be sure is the one meant, whatever capitals and spaces. */
export function sameName(typed: string, name: string): boolean {
  return plain(typed) === plain(name);
}

const plain = (text: string) =>
  text.normalize("NFKC").trim().replaceAll(/\s+/g, " ").toLocaleLowerCase("en");
