import { useTranslations } from "next-intl";
import { Field } from "#components/ui/field.tsx";
import { COMMON_LANGUAGES, formatLanguage, writeLanguage } from "#lib/formatting/languages.ts";
import type { PatientProfileView } from "#lib/patients/views.ts";

interface LanguageFieldsProps {
  profile: Pick<PatientProfileView, "preferredLanguage" | "interpreterRequired">;
  own: boolean;
}

/** In which language to talk with a patient: one of a list that browsers search, or any other. */
export function LanguageFields({ profile, own }: LanguageFieldsProps) {
  const t = useTranslations("patients.edit");
  const facts = useTranslations("patients.facts");
  const { preferredLanguage, interpreterRequired } = profile;
  const interpreter = interpreterRequired === null ? "" : interpreterRequired ? "yes" : "no";
  return (
    <>
      <Field
        name="preferredLanguage"
        label={facts("language")}
        hint={t("languageHint")}
        defaultValue={preferredLanguage === null ? "" : writeLanguage(preferredLanguage)}
        list="languages"
        maxLength={100}
        autoComplete={own ? "language" : "off"}
      />
      <datalist id="languages">
        {COMMON_LANGUAGES.map(formatLanguage)
          .toSorted((a, b) => a.localeCompare(b, "en"))
          .map((name) => (
            <option key={name} value={name} />
          ))}
      </datalist>
      <Field
        as="select"
        name="interpreterRequired"
        label={facts("interpreter")}
        defaultValue={interpreter}
        options={[
          { value: "", label: t("interpreterUnset") },
          { value: "yes", label: facts("interpreterNeeded") },
          { value: "no", label: facts("interpreterNotNeeded") },
        ]}
      />
    </>
  );
}
