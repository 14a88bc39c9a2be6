import { useTranslations } from "next-intl";
import { ActionForm } from "#components/ui/action-form.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { GENDERS } from "#lib/patients/rules.ts";
import type { PatientProfileView } from "#lib/patients/views.ts";
import type { FormAction } from "#lib/web/form-state.ts";
import { FormSection } from "./form-section.tsx";
import { LanguageFields } from "./language-fields.tsx";
import { AddressedFields } from "#components/accounts/addressed-fields.tsx";

interface ProfileFormProps {
  profile: PatientProfileView;
  action: FormAction;
  /** Away from the form, nothing changed. */
  backHref: string;
  /** The patient's own: the browser may fill in what it knows about them. */
  own: boolean;
}

/** Who a patient is, to change. */
export function ProfileForm({ profile, action, backHref, own }: ProfileFormProps) {
  const t = useTranslations("patients.edit");
  const facts = useTranslations("patients.facts");
  const gender = useTranslations("patients.gender");
  const { emergencyContact: contact, insurance } = profile;
  const filled = (token: string) => (own ? token : "off");
  return (
    <ActionForm
      action={action}
      schema="patients.profile"
      submit={t("save")}
      aside={
        <ButtonLink href={backHref} variant="quiet">
          {t("back")}
        </ButtonLink>
      }
      className="max-w-prose"
    >
      <input type="hidden" name="_id" value={profile.id} />
      <input type="hidden" name="_version" value={profile.version} />
      <FormSection title={t("you")}>
        <Field
          name="name"
          label={t("name")}
          hint={t("nameHint")}
          defaultValue={profile.name}
          maxLength={200}
          autoComplete={filled("name")}
          required
        />
        <AddressedFields person={profile} own={own} />
        <div className="grid gap-4 sm:grid-cols-2">
          <Field
            type="date"
            name="dateOfBirth"
            label={facts("born")}
            defaultValue={profile.dateOfBirth ?? ""}
            min="1900-01-01"
            autoComplete={filled("bday")}
          />
          <Field
            as="select"
            name="gender"
            label={facts("gender")}
            defaultValue={profile.gender}
            options={GENDERS.map((value) => ({ value, label: gender(value) }))}
          />
        </div>
      </FormSection>
      <FormSection title={t("contact")}>
        <Field
          type="tel"
          name="phone"
          label={facts("phone")}
          defaultValue={profile.phone ?? ""}
          maxLength={40}
          autoComplete={filled("tel")}
        />
        <Field
          as="textarea"
          name="address"
          label={facts("address")}
          defaultValue={profile.address ?? ""}
          rows={3}
          maxLength={500}
          autoComplete={filled("street-address")}
        />
        <LanguageFields profile={profile} own={own} />
      </FormSection>
      <FormSection title={t("emergency")} hint={t("emergencyHint")}>
        <Field
          name="emergencyContact:name"
          label={t("name")}
          defaultValue={contact?.name ?? ""}
          maxLength={200}
          autoComplete="off"
        />
        <div className="grid gap-4 sm:grid-cols-2">
          <Field
            type="tel"
            name="emergencyContact:phone"
            label={facts("phone")}
            defaultValue={contact?.phone ?? ""}
            maxLength={40}
            autoComplete="off"
          />
          <Field
            name="emergencyContact:relation"
            label={t("relation")}
            defaultValue={contact?.relation ?? ""}
            maxLength={100}
            autoComplete="off"
          />
        </div>
      </FormSection>
      <FormSection title={t("insurance")} hint={t("insuranceHint")}>
        <Field
          name="insurance:provider"
          label={t("provider")}
          defaultValue={insurance?.provider ?? ""}
          maxLength={200}
          autoComplete="off"
        />
        <Field
          name="insurance:number"
          label={t("number")}
          hint={
            insurance?.numberMasked
              ? t("numberKept", { number: insurance.numberMasked })
              : t("numberHint")
          }
          maxLength={60}
          autoComplete="off"
          spellCheck={false}
        />
      </FormSection>
    </ActionForm>
  );
}
