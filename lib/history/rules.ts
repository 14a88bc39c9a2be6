import type { Purpose, UserActor } from "../access/actor.ts";
import type { Issue } from "../errors.ts";
import { foldLetters } from "../search/rules.ts";
import { parseLocalDay, type LocalDay } from "../time/local-day.ts";

/** What a history tells of, in the order in which it is read. */
export const HISTORY_KINDS = [
  "allergy",
  "medication",
  "condition",
  "surgery",
  "immunization",
  "family",
] as const;
export type HistoryKind = (typeof HISTORY_KINDS)[number];

/** Where an entry comes from: the patient's own words, a practitioner's finding, or a paper. */
export const HISTORY_SOURCES = ["patient", "practitioner", "document"] as const;
export type HistorySource = (typeof HISTORY_SOURCES)[number];

/**
 * The maximum number of entries by patients, and of those by staff, because pages and the check of
 * allergies read all of them. About: posts at the same moment may pass it by a few.
 */
export const MAX_ENTRIES = 150;
/** The same with removed entries, which stay in the database. */
export const MAX_KEPT_ENTRIES = 600;

/** Whether `text` is a year, a month or a day that exists (FHIR R4 dateTime without a time). */
export function isKnownDate(text: string): boolean {
  const [, year = "", month = "-01", day = "-01"] = /^(\d{4})(-\d{2})?(-\d{2})?$/.exec(text) ?? [];
  return parseLocalDay(`${year}${month}${day}`) !== null;
}

interface Dates {
  since?: string | null | undefined;
  until?: string | null | undefined;
}

/** What is wrong with when something began and ended, compared as exactly as both are known. */
export function dateIssues({ since, until }: Dates, latest: LocalDay): Issue[] {
  if (since && compared(since, latest) > 0) return [{ path: "since", message: "future" }];
  if (since && until && compared(since, until) > 0) return [{ path: "until", message: "order" }];
  return [];
}

/** Negative if `one` is before `other`, 0 if the parts that both have are the same. */
function compared(one: string, other: string): number {
  const both = Math.min(one.length, other.length);
  return one.slice(0, both).localeCompare(other.slice(0, both));
}

/** Whether somebody who reads a history may add to it: who looks in an emergency only reads. */
export const mayAdd = (purpose: Purpose): boolean => purpose === "own" || purpose === "treatment";

/** Whether an entry of a history in the actor's care is theirs to change: a patient's own words. */
export function mayChange({ role, userId }: UserActor, recordedBy: string): boolean {
  return role === "patient" && userId === recordedBy;
}

/** Too short or too common to tell two drugs apart. */
const COMMON = new Set(
  (
    "acid allergic allergies allergy antibiotic antibiotics calcium capsule capsules chloride cream " +
    "daily dose drops drug drugs extended forte hydrochloride hypersensitivity infusion injection " +
    "intolerance intolerant magnesium medication medicine medicines mild ointment once oral phosphate " +
    "potassium reaction release retard severe sodium solution spray sulfate sulphate suspension syrup " +
    "tablet tablets twice vaccine with"
  ).split(" "),
);

/** Drugs that who is allergic to one of them may not tolerate either, and the names of the class. */
const CLASSES = {
  penicillins: /\b[a-z]*cillins?\b|\b(co-?amoxiclav|augmentin|amoxiclav)\b/,
  cephalosporins: /\bcef[a-z]{3,}\b|\bcepha(lexin|lothin|zolin|pirin|losporins?)\b|\bcephradine\b/,
  sulfonamides:
    /\bsul(f|ph)a([a-z]{5,}|s)?\b|\bsul(f|ph)(isoxazole|onamides?)\b|\b(co-?)?trimoxazole\b|\bbactrim\b/,
  nsaids:
    /\bnsaids?\b|\bnon-?steroidal|\baspirin\b|\basa\b|\bacetylsalicylic\b|\b[a-z]*profen\b|\b[a-z]*fenac\b|\bnaproxen\b|\b[a-z]+oxicam\b|\b[a-z]+coxib\b|\bindomet[a-z]+\b|\bketorolac\b/,
  aceInhibitors: /\bace[- ]inhibitors?\b|\b[a-z]{3,}prils?\b/,
  // Not every -statin lowers cholesterol: nystatin kills fungi.
  statins: /\bstatins?\b|\b(atorva|fluva|lova|pitava|prava|rosuva|simva)statin\b/,
  opioids:
    /\bopi(oid|ate)s?\b|\b(dihydro)?codeine?\b|\b(hydro|oxy)codone?\b|\b(hydro)?morph(in|ine|one)\b|\b[a-z]*fentan[iy]l\b|\btramadol\b|\btapentadol\b|\btilidine?\b|\bmethadone?\b|\bbuprenorphine?\b|\b(meperidine|pethidine?)\b/,
  macrolides: /\bmacrolides?\b|\b[a-z]+thromycin\b/,
  fluoroquinolones: /\b(fluoro)?quinolones?\b|\b[a-z]+floxacin\b/,
  tetracyclines: /\b[a-z]+cyclines?\b/,
  iodinatedContrast:
    /\bcontrast\b|\bio(hexol|pamidol|dixanol|promide?|meprol|versol|bitridol|xaglate)\b/,
} as const;
type DrugClass = keyof typeof CLASSES;

/** Beyond its own: whose allergy a class may set off as well. */
const CROSSED: Partial<Record<DrugClass, DrugClass>> = { cephalosporins: "penicillins" };

/**
 * Which of a patient's allergies speak against a drug, by name: one contains a word of the other, or
 * both are of one class. It warns rather too often; it is no list of interactions.
 */
export function allergyWarnings(drug: string, allergies: readonly { name: string }[]): string[] {
  return allergies.map(({ name }) => name).filter((name) => speaksAgainst(name, drug));
}

function speaksAgainst(allergy: string, drug: string): boolean {
  const [one, other] = [foldLetters(allergy), foldLetters(drug)];
  return sharesWord(wordsOf(one), wordsOf(other)) || sharesClass(one, other);
}

/** The words that tell a drug from others. */
function wordsOf(text: string): string[] {
  return text.split(/[^\p{L}]+/u).filter((word) => word.length >= 4 && !COMMON.has(word));
}

function sharesWord(ofOne: string[], ofOther: string[]): boolean {
  return ofOne.some((one) => ofOther.some((other) => one.includes(other) || other.includes(one)));
}

function sharesClass(allergy: string, drug: string): boolean {
  const allergic = classesOf(allergy);
  return classesOf(drug).some((of) => {
    const crossed = CROSSED[of];
    return allergic.includes(of) || (crossed !== undefined && allergic.includes(crossed));
  });
}

function classesOf(text: string): DrugClass[] {
  return (Object.keys(CLASSES) as DrugClass[]).filter((of) => CLASSES[of].test(text));
}
