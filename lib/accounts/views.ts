import type { Role, UserActor } from "../access/actor.ts";
import type { Party, Unfit } from "../appointments/views.ts";
import type { LocalDay } from "../time/local-day.ts";
import { permitsFor, stateOf, type AccountPermits, type AccountState } from "./rules.ts";

/** Who is signed in, as the session and the users table say it for this request. */
export interface MeView {
  id: string;
  email: string | null;
  name: string;
  preferredName: string | null;
  pronouns: string | null;
  role: Role;
  patientId?: string;
  doctorId?: string;
}

export function meView({ userId, patientId, doctorId, ...user }: UserActor): MeView {
  const { email, name, preferredName, pronouns, role } = user;
  const profiles = { ...(patientId && { patientId }), ...(doctorId && { doctorId }) };
  return { id: userId, email, name, preferredName, pronouns, role, ...profiles };
}

/** A change of the name or the address of one's own account. */
export interface OwnChange {
  /** RFC 3339. */
  at: string;
  /** Made by an admin, rather than by the user. */
  byAdmin: boolean;
  name: boolean;
  email: boolean;
}

/** An account in a list. Instants are RFC 3339 in UTC. */
export interface AccountSummary {
  id: string;
  name: string;
  preferredName: string | null;
  pronouns: string | null;
  /** Null for somebody from an outside provider whose address is unverified, and once closed. */
  email: string | null;
  role: Role;
  state: AccountState;
  disabled: boolean;
  createdAt: string;
}

/** An account with what an admin may know of it and do to it. */
export interface AccountView extends AccountSummary {
  isOwn: boolean;
  lastSignInAt: string | null;
  disabledAt: string | null;
  closedAt: string | null;
  /** For a patient whose account is closed: until when their records are kept, null once gone. */
  kept: { until: LocalDay | null } | null;
  permits: AccountPermits;
}

/** What closing an account would do now. */
export interface ClosingView {
  account: AccountView;
  /** The practitioner behind it, if it is one's. */
  doctorId: string | null;
  /** Visits and requests that have not begun. */
  visitsAhead: number;
  /** Of a patient: until when records would be kept; null where nothing has to be. */
  retainUntil: LocalDay | null;
}

/** The periods that a clinic sets. */
export interface RetentionView {
  clinic: { id: string; name: string };
  /** For how long it keeps what it wrote, in years after the last visit. */
  years: number;
  /** After how many days an appointment without an outcome is closed. */
  outcomeDays: number;
}

/** An account that was changed, with what became of the appointments ahead of it. */
export interface ChangedAccount extends AccountSummary {
  appointments: {
    /** How many lie ahead now, at most counted to 2,000. */
    ahead: number;
    /** When the next of them start. */
    next: string[];
    /** How many were canceled or reassigned. */
    settled: number;
    /** The first of those that the other doctor cannot take. */
    left: Unfit[];
  };
}

/** Returns whose appointments are those of an account: of the profile of its role. */
export function partyOf(role: Role, { patientId, doctorId }: Profiles): Party | null {
  if (role === "doctor" && doctorId) return { doctorId };
  return role === "patient" && patientId ? { patientId } : null;
}

/** The profiles behind an account. */
export interface Profiles {
  patientId: string | null;
  doctorId: string | null;
}

/** The row that `rows.ts` reads. */
export interface AccountRow {
  id: string;
  /** The patient behind it, if it is one's. */
  patientId: string | null;
  name: string;
  preferredName: string | null;
  pronouns: string | null;
  email: string | null;
  role: Role;
  createdAt: Date;
  disabledAt: Date | null;
  closedAt: Date | null;
}

export function accountSummary({ id, name, email, role, ...row }: AccountRow): AccountSummary {
  const { preferredName, pronouns } = row;
  const disabled = row.disabledAt !== null;
  const createdAt = row.createdAt.toISOString();
  const names = { name, preferredName, pronouns };
  return { id, ...names, email, role, state: stateOf(row), disabled, createdAt };
}

/** What the clinical side knows of an account. */
export interface AccountTraces {
  lastSignInAt: Date | null;
  patientClosed: boolean;
  retainUntil: LocalDay | null;
}

export function accountView(row: AccountRow, traces: AccountTraces, isOwn: boolean): AccountView {
  return {
    ...accountSummary(row),
    isOwn,
    lastSignInAt: traces.lastSignInAt?.toISOString() ?? null,
    disabledAt: row.disabledAt?.toISOString() ?? null,
    closedAt: row.closedAt?.toISOString() ?? null,
    kept: traces.patientClosed ? { until: traces.retainUntil } : null,
    permits: permitsFor(stateOf(row), isOwn),
  };
}
