import { useTranslations } from "next-intl";
import { ActionForm } from "#components/ui/action-form.tsx";
import { Card } from "#components/ui/card.tsx";
import { Field } from "#components/ui/field.tsx";
import type { FormAction } from "#lib/web/form-state.ts";
import { NewPassword } from "./new-password.tsx";

export function PasswordForm({ action }: { action: FormAction }) {
  const t = useTranslations("auth.account.password");
  return (
    <Card className="max-w-prose">
      <p className="pb-5 text-soft">{t("lead")}</p>
      <ActionForm action={action} submit={t("submit")}>
        <Field
          name="current"
          type="password"
          label={t("current")}
          autoComplete="current-password"
          maxLength={200}
          required
        />
        <NewPassword />
      </ActionForm>
    </Card>
  );
}
