import { useTranslations } from "next-intl";
import { useSpecializationName } from "#components/specialization-name.tsx";
import { cx } from "#components/ui/class-names.ts";
import { Button, ButtonLink } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Form } from "#components/ui/form.tsx";
import { PARTS } from "#lib/availability/schema.ts";
import { zoneCity } from "#lib/format.ts";
import { formatLanguage, languageTag } from "#lib/formatting/languages.ts";
import type { DirectoryChoices } from "#lib/people/views.ts";

interface DoctorSearchProps {
  choices: Pick<DirectoryChoices, "specializations" | "clinics" | "languages">;
  /** What is searched for already, by field. */
  values?: Partial<Record<"specialization" | "q" | "clinic" | "language" | "day" | "part", string>>;
  /** Looks for doctors, who have names, or for times, which do not. */
  action?: "/doctors" | "/times";
}

/** The search of the directory: a plain form whose answer has an address of its own. */
export function DoctorSearch({ choices, values = {}, action = "/doctors" }: DoctorSearchProps) {
  const t = useTranslations("directory");
  const specializationName = useSpecializationName();
  const byName = action === "/doctors";
  const searched = Object.values(values).some(Boolean);
  const { language = "" } = values;
  return (
    <Form
      action={action}
      role="search"
      aria-label={t("title")}
      className={cx(
        "grid gap-4 rounded-card border border-line bg-surface p-4 shadow-card sm:grid-cols-2 sm:p-5 lg:items-end",
        byName ? "lg:grid-cols-4" : "lg:grid-cols-[repeat(4,1fr)_auto]",
      )}
    >
      <Field
        as="select"
        name="specialization"
        label={t("specialization")}
        defaultValue={values.specialization ?? ""}
        options={[
          { value: "", label: t("anySpecialization") },
          ...choices.specializations.map((slug) => ({
            value: slug,
            label: specializationName(slug),
          })),
        ]}
      />
      {byName && <Field name="q" label={t("name")} defaultValue={values.q} autoComplete="off" />}
      <Field
        as="select"
        name="clinic"
        label={t("clinic")}
        defaultValue={values.clinic ?? ""}
        options={[
          { value: "", label: t("anyClinic") },
          ...choices.clinics.map(({ id, name, timeZone }) => ({
            value: id,
            label: `${name}, ${zoneCity(timeZone)}`,
          })),
        ]}
      />
      {byName && (
        <Field
          as="select"
          name="language"
          label={t("language")}
          defaultValue={language && (languageTag(language) ?? language)}
          options={[
            { value: "", label: t("anyLanguage") },
            ...choices.languages
              .map((language) => ({ value: language, label: formatLanguage(language) }))
              .sort((a, b) => a.label.localeCompare(b.label, "en")),
          ]}
        />
      )}
      <Field type="date" name="day" label={t("day")} defaultValue={values.day} />
      <Field
        as="select"
        name="part"
        label={t("part")}
        defaultValue={values.part ?? ""}
        options={[
          { value: "", label: t("anyPart") },
          ...PARTS.map((part) => ({ value: part, label: t(`parts.${part}`) })),
        ]}
      />
      <div className={cx("flex flex-wrap items-end gap-2", byName && "lg:col-span-2")}>
        <Button type="submit" className="max-sm:w-full">
          {t("search")}
        </Button>
        {searched && (
          <ButtonLink href={action} variant="quiet" className="max-sm:w-full">
            {t("reset")}
          </ButtonLink>
        )}
      </div>
    </Form>
  );
}
