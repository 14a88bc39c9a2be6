import type { LocalDay } from "../time/local-day.ts";

/** Administrative gender (FHIR R4 AdministrativeGender). */
export const GENDERS = ["female", "male", "other", "unknown"] as const;
export type Gender = (typeof GENDERS)[number];

/** The languages to choose from for talking with a patient (BCP 47). */
export const LANGUAGES = [
  "ar",
  "bg",
  "cs",
  "da",
  "de",
  "el",
  "en",
  "es",
  "fa",
  "fi",
  "fr",
  "he",
  "hi",
  "hr",
  "hu",
  "it",
  "ja",
  "ko",
  "nl",
  "no",
  "pl",
  "pt",
  "ro",
  "ru",
  "sk",
  "sr",
  "sv",
  "tr",
  "uk",
  "ur",
  "vi",
  "zh",
] as const;

/**
 * How many years old somebody is on a day; negative before their birth. Who was born on a 29th of
 * February has their birthday on the 1st of March in years without one.
 */
export function ageOn(dateOfBirth: LocalDay, day: LocalDay): number {
  const years = Number(day.slice(0, 4)) - Number(dateOfBirth.slice(0, 4));
  return day.slice(5) >= dateOfBirth.slice(5) ? years : years - 1;
}

/** What a card's number looks like to somebody who need not know it: "•••• 6789". */
export function masked(insuranceNumber: string): string {
  return `•••• ${insuranceNumber.slice(-4)}`;
}
