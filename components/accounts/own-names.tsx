import { useTranslations } from "next-intl";
import { ActionForm } from "#components/ui/action-form.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import type { MeView } from "#lib/accounts/views.ts";
import type { FormAction } from "#lib/web/form-state.ts";
import { AddressedFields } from "./addressed-fields.tsx";

/** How the user is addressed. A patient's names are in their profile; only an admin's legal name is here. */
export function OwnNames({ user, action }: { user: MeView; action: FormAction }) {
  const t = useTranslations("auth.account.names");
  if (user.role === "patient") {
    return (
      <>
        <p className="max-w-prose">{t("inProfile")}</p>
        <div>
          <ButtonLink href="/patient/profile?edit=1" variant="secondary">
            {t("profile")}
          </ButtonLink>
        </div>
      </>
    );
  }
  return (
    <ActionForm
      action={action}
      schema="accounts.ownNames"
      submit={t("save")}
      className="max-w-prose"
    >
      {user.role === "admin" && (
        <Field
          name="name"
          label={t("legal")}
          defaultValue={user.name}
          maxLength={200}
          autoComplete="name"
          required
        />
      )}
      <AddressedFields person={user} own />
    </ActionForm>
  );
}
