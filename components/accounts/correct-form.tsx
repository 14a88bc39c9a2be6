import { useTranslations } from "next-intl";
import { emailInput } from "#components/auth/email-input.ts";
import { ActionForm } from "#components/ui/action-form.tsx";
import { Field } from "#components/ui/field.tsx";
import { Section } from "#components/ui/section.tsx";
import type { AccountView } from "#lib/accounts/views.ts";
import type { FormAction } from "#lib/web/form-state.ts";

/** Corrects who an account belongs to and how it signs in. */
export function CorrectForm({ account, action }: { account: AccountView; action: FormAction }) {
  const t = useTranslations("admin.account.correct");
  return (
    <Section id="correct" title={t("title")}>
      <ActionForm
        action={action}
        schema="accounts.correction"
        submit={t("save")}
        submitVariant="secondary"
        className="max-w-prose"
      >
        <p>{t("lead")}</p>
        <input type="hidden" name="_id" value={account.id} />
        <Field
          name="name"
          label={t("name")}
          defaultValue={account.name}
          maxLength={200}
          autoComplete="off"
          required
        />
        <Field
          name="email"
          {...emailInput}
          label={t("email")}
          hint={t("emailHint")}
          defaultValue={account.email ?? ""}
          maxLength={254}
          autoComplete="off"
        />
      </ActionForm>
    </Section>
  );
}
