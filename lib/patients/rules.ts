import { daysBetween, type LocalDay } from "../time/local-day.ts";

/** Administrative gender (FHIR R4 AdministrativeGender). */
export const GENDERS = ["female", "male", "other", "unknown"] as const;
export type Gender = (typeof GENDERS)[number];

/** An age as people tell it: "6 days", "14 months", "47 years". */
export interface Age {
  value: number;
  unit: "day" | "week" | "month" | "year";
}

const NEWBORN_DAYS = 28;
const INFANT_MONTHS = 24;

/** Returns the age in whole years on a day; 0 where the day of birth has not begun yet. */
export const ageOn = (dateOfBirth: LocalDay, day: LocalDay): number =>
  Math.floor(monthsBetween(dateOfBirth, day) / 12);

/**
 * Returns the age on a day: in days below four weeks, in months below two years, then in years. Four
 * weeks that are not a month yet are told in weeks.
 */
export function preciseAgeOn(dateOfBirth: LocalDay, day: LocalDay): Age {
  const days = Math.max(0, daysBetween(dateOfBirth, day));
  if (days < NEWBORN_DAYS) return { value: days, unit: "day" };
  const months = monthsBetween(dateOfBirth, day);
  if (months === 0) return { value: Math.floor(days / 7), unit: "week" };
  if (months < INFANT_MONTHS) return { value: months, unit: "month" };
  return { value: ageOn(dateOfBirth, day), unit: "year" };
}

/**
 * Returns the whole months from a birth to a day, at least 0. A month that has no such day ends before
 * it is counted: someone born on 29 February has a birthday on 1 March in years without one.
 */
function monthsBetween(dateOfBirth: LocalDay, day: LocalDay): number {
  const [bornYear = 0, bornMonth = 0, bornDay = 0] = dateOfBirth.split("-").map(Number);
  const [year = 0, month = 0, ofMonth = 0] = day.split("-").map(Number);
  const months = (year - bornYear) * 12 + month - bornMonth;
  return Math.max(0, ofMonth >= bornDay ? months : months - 1);
}

/**
 * Returns the end of a number on a card, for readers who need not know all of it: "•••• 6789". Of a
 * short number at most half.
 */
export function masked(insuranceNumber: string): string {
  const signs = insuranceNumber.match(/[\p{L}\p{N}]\p{M}*/gu) ?? [];
  const hidden = signs.length - Math.min(4, Math.floor(signs.length / 2));
  return `•••• ${signs.slice(hidden).join("")}`.trim();
}
