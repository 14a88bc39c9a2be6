import { e164Of } from "#lib/formatting/phones.ts";
import { CLINICS } from "./clinics.ts";
import type { PatientPlan } from "./patients.ts";

/** Languages of those who would rather not speak the clinic's. */
const LANGUAGES: Record<string, string> = {
  "Sofia Alvarez": "es",
  "Elif Kaya": "tr",
  "Piotr Zieliński": "pl",
  "Camila Rodrigues": "pt",
  "Nguyen Thi Lan": "vi",
  "Rosa Marchetti": "it",
  "Svetlana Petrova": "ru",
  "Omar Farouk": "ar",
  "Charlotte Dubois": "fr",
};

const INTERPRETED = ["Nguyen Thi Lan", "Svetlana Petrova"];

const RELATIVES = [
  ["Jordan", "partner"],
  ["Robin", "sibling"],
  ["Kim", "parent"],
  ["Sascha", "friend"],
] as const;

/** Whom a patient wants called, and in which language they want to talk. */
export function contactOf(
  { name, clinic, dateOfBirth }: PatientPlan,
  index: number,
  phones: string,
) {
  const child = dateOfBirth >= "2008";
  const [first, relation] = child ? RELATIVES[2] : (RELATIVES[index % 4] ?? RELATIVES[0]);
  const surname = name.split(" ").at(-1) ?? name;
  return {
    interpreterRequired: INTERPRETED.includes(name),
    preferredLanguage: LANGUAGES[name] ?? (clinic === "berlin" ? "de" : "en"),
    emergencyContactName: `${first} ${surname}`,
    emergencyContactPhone: `${phones}${50 + index}`,
    emergencyContactPhoneE164: e164Of(`${phones}${50 + index}`, CLINICS[clinic].timeZone),
    emergencyContactRelation: relation,
  };
}
