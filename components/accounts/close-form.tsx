import { useTranslations } from "next-intl";
import { ProofField } from "#components/auth/proof-field.tsx";
import { ActionForm } from "#components/ui/action-form.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import type { Proof } from "#lib/accounts/rules.ts";
import type { FormAction } from "#lib/web/form-state.ts";

interface CloseFormProps {
  account: { id: string; name: string };
  /** How the admin proves who they are. */
  proof: Proof;
  action: FormAction;
  backHref: string;
}

/** The last step: whose account, typed, and proof of who closes it. */
export function CloseForm({ account, proof, action, backHref }: CloseFormProps) {
  const t = useTranslations("admin.close");
  return (
    <ActionForm
      action={action}
      submit={t("confirm")}
      submitVariant="danger"
      aside={
        <ButtonLink href={backHref} variant="quiet" wide>
          {t("back")}
        </ButtonLink>
      }
      className="max-w-prose"
    >
      <input type="hidden" name="_id" value={account.id} />
      <Field
        name="name"
        label={t("name")}
        hint={t("nameHint", { name: account.name })}
        autoComplete="off"
        maxLength={200}
        required
      />
      <ProofField proof={proof} />
    </ActionForm>
  );
}
