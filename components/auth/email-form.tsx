import { useTranslations } from "next-intl";
import { Field } from "#components/ui/field.tsx";
import type { Proof } from "#lib/accounts/rules.ts";
import type { FormAction } from "#lib/web/form-state.ts";
import { emailInput } from "./email-input.ts";
import { ProvenForm } from "./proven-form.tsx";

interface EmailFormProps {
  action: FormAction;
  proof: Proof;
}

/** Changes the address with which the user signs in. */
export function EmailForm({ action, proof }: EmailFormProps) {
  const t = useTranslations("auth.account.email");
  return (
    <ProvenForm action={action} proof={proof} submit={t("submit")} folded={t("change")}>
      <p className="text-soft">{t("lead")}</p>
      <Field
        name="email"
        {...emailInput}
        label={t("new")}
        maxLength={254}
        autoComplete="email"
        required
      />
    </ProvenForm>
  );
}
