import { useTranslations } from "next-intl";
import { Field } from "#components/ui/field.tsx";

interface AddressedFieldsProps {
  person: { preferredName: string | null; pronouns: string | null };
  /** Whether they are those of the user who fills them in; then the browser may help. */
  own: boolean;
}

/** The fields for how a user or patient wants to be addressed, beside the legal name. */
export function AddressedFields({ person, own }: AddressedFieldsProps) {
  const t = useTranslations("auth.account.names");
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <Field
        name="preferredName"
        label={t("preferred")}
        hint={t("preferredHint")}
        defaultValue={person.preferredName ?? ""}
        maxLength={200}
        autoComplete={own ? "nickname" : "off"}
      />
      <Field
        name="pronouns"
        label={t("pronouns")}
        hint={t("pronounsHint")}
        defaultValue={person.pronouns ?? ""}
        maxLength={40}
        autoComplete="off"
      />
    </div>
  );
}
