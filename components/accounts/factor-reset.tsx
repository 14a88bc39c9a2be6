import { useTranslations } from "next-intl";
import { ActionForm } from "#components/ui/action-form.tsx";
import { Section } from "#components/ui/section.tsx";
import type { FormAction } from "#lib/web/form-state.ts";

interface FactorResetProps {
  accountId: string;
  action: FormAction;
}

/** Lets a user who has lost their second factor set up a new one. */
export function FactorReset({ accountId, action }: FactorResetProps) {
  const t = useTranslations("admin.account.factor");
  return (
    <Section id="factor" title={t("title")}>
      <ActionForm
        action={action}
        submit={t("reset")}
        submitVariant="danger"
        className="max-w-prose"
      >
        <p>{t("body")}</p>
        <input type="hidden" name="_id" value={accountId} />
      </ActionForm>
    </Section>
  );
}
