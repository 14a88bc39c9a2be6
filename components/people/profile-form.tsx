import { useTranslations } from "next-intl";
import { useSpecializationOptions } from "#components/specialization-name.tsx";
import { ActionForm } from "#components/ui/action-form.tsx";
import { DescriptionList } from "#components/ui/description-list.tsx";
import { Entered } from "#components/ui/entered.tsx";
import { Field, type Option } from "#components/ui/field.tsx";
import { Section } from "#components/ui/section.tsx";
import { writeLanguage } from "#lib/formatting/languages.ts";
import type { ProfileView } from "#lib/people/views.ts";
import type { FormAction } from "#lib/web/form-state.ts";
import { ProfileFields } from "./profile-fields.tsx";

interface ProfileFormProps {
  profile: ProfileView;
  action: FormAction;
  specializations: readonly string[];
  /** For those who may change the clinic. */
  clinics: readonly Option[] | null;
}

/** How a doctor is introduced to patients. */
export function ProfileForm({ profile, action, specializations, clinics }: ProfileFormProps) {
  const t = useTranslations("doctor.profile");
  const known = useSpecializationOptions(specializations);
  const license = {
    term: t("license"),
    description: <Entered>{profile.licenseNumber ?? t("licenseNone")}</Entered>,
  };
  const clinic = {
    term: t("clinic"),
    description: (
      <>
        <Entered>{profile.clinic.name}</Entered>{" "}
        <span className="block text-sm text-soft">{t("clinicByOffice")}</span>
      </>
    ),
  };
  return (
    <Section id="about" title={t("about")}>
      <div className="max-w-prose">
        <DescriptionList items={clinics ? [license] : [clinic, license]} />
      </div>
      <ActionForm
        action={action}
        schema="people.profile"
        submit={t("save")}
        className="max-w-prose"
      >
        <ProfileFields profile={profile} />
        <Field
          name="name"
          label={t("name")}
          defaultValue={profile.name}
          autoComplete="off"
          maxLength={200}
          required
        />
        <Field
          as="select"
          name="specialization"
          label={t("specialization")}
          defaultValue={profile.specialization}
          options={known}
        />
        {clinics && (
          <Field
            as="select"
            name="clinic"
            label={t("clinic")}
            hint={t("clinicHint")}
            defaultValue={profile.clinic.id}
            options={clinics}
          />
        )}
        <Field
          name="languages"
          label={t("languages")}
          hint={t("languagesHint")}
          defaultValue={profile.languages.map(writeLanguage).join(", ")}
          maxLength={600}
          required
        />
        <Field
          as="textarea"
          name="biography"
          label={t("biography")}
          hint={t("biographyHint")}
          defaultValue={profile.biography}
          rows={8}
          maxLength={2000}
        />
      </ActionForm>
    </Section>
  );
}
