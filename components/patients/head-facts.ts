import type { useTranslations } from "next-intl";
import { formatAge, formatBirthday } from "#lib/format.ts";
import { formatLanguage } from "#lib/formatting/languages.ts";
import { isolated } from "#lib/names/rules.ts";
import type { PatientProfileView } from "#lib/patients/views.ts";

type Facts = Pick<
  PatientProfileView,
  "pronouns" | "dateOfBirth" | "agePrecise" | "gender" | "interpreterRequired" | "preferredLanguage"
>;

/** Returns what staff need to know of a patient before the first word, for below the name. */
export function headFacts(patient: Facts, t: ReturnType<typeof useTranslations<"chart">>): string {
  const { pronouns, dateOfBirth, agePrecise, gender, preferredLanguage } = patient;
  const interpreter =
    preferredLanguage === null
      ? t("interpreter")
      : t("interpreterFor", { language: formatLanguage(preferredLanguage) });
  return [
    isolated(pronouns),
    dateOfBirth &&
      agePrecise &&
      t("born", { when: formatBirthday(dateOfBirth), age: formatAge(agePrecise) }),
    gender !== "unknown" && t(`gender.${gender}`),
    patient.interpreterRequired === true && interpreter,
  ]
    .filter(Boolean)
    .join(", ");
}
