import type { Role } from "./access/actor.ts";

/** When a session of one role ends, in milliseconds. */
export interface SessionLimits {
  /** After so long without use. */
  idleMs: number;
  /** However much it is used. */
  absoluteMs: number;
}
export type LimitsByRole = Readonly<Record<Role, SessionLimits>>;

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** What an admin can do is worth most to a thief; a patient comes back to the same device. */
export const DEFAULT_SESSION_LIMITS: LimitsByRole = {
  admin: { idleMs: 30 * MINUTE, absoluteMs: 12 * HOUR },
  doctor: { idleMs: HOUR, absoluteMs: 12 * HOUR },
  patient: { idleMs: 8 * HOUR, absoluteMs: 7 * DAY },
};

export const SESSION_LIMITS_FORM =
  "must be like admin=30m/12h,doctor=1h/12h,patient=8h/7d: for each role the time without use and the time in all, from 5m to 30d";

/** The last use is noted once a minute, so that shorter limits would not be exact. */
const MIN_MS = 5 * MINUTE;
const MAX_MS = 30 * DAY;

/**
 * Parses `role=idle/absolute[,…]` with times like `30m`, `12h`, `7d`. Roles that are left out keep the
 * default. Returns null for anything else.
 */
export function parseSessionLimits(text: string): LimitsByRole | null {
  const limits: Record<string, SessionLimits> = {};
  for (const part of text.split(",")) {
    const [, role = "", idle = "", absolute = ""] =
      /^([a-z]+)=(\w+)\/(\w+)$/.exec(part.trim()) ?? [];
    const [idleMs, absoluteMs] = [parseTime(idle), parseTime(absolute)];
    if (!Object.hasOwn(DEFAULT_SESSION_LIMITS, role) || Object.hasOwn(limits, role)) return null;
    if (!(idleMs >= MIN_MS && idleMs <= absoluteMs && absoluteMs <= MAX_MS)) return null;
    limits[role] = { idleMs, absoluteMs };
  }
  return { ...DEFAULT_SESSION_LIMITS, ...limits };
}

const UNITS: Readonly<Record<string, number>> = { m: MINUTE, h: HOUR, d: DAY };

function parseTime(text: string): number {
  const [, count = "", unit = ""] = /^(\d{1,5})([mhd])$/.exec(text) ?? [];
  return Number(count || NaN) * (UNITS[unit] ?? NaN);
}
