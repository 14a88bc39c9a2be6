import { useTranslations } from "next-intl";
import { ProofField } from "#components/auth/proof-field.tsx";
import { ActionForm } from "#components/ui/action-form.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { RadioGroup } from "#components/ui/radio-group.tsx";
import type { Proof } from "#lib/accounts/rules.ts";
import { grantable, KINDS } from "#lib/clients/rules.ts";
import type { FormAction } from "#lib/web/form-state.ts";
import { ScopeBoxes } from "./scope-boxes.tsx";

interface ClientFormProps {
  action: FormAction;
  proof: Proof;
  backHref: string;
}

/** Letting a program in. */
export function ClientForm({ action, proof, backHref }: ClientFormProps) {
  const t = useTranslations("clients.admin");
  const kinds = useTranslations("clients.kinds");
  return (
    <ActionForm
      action={action}
      schema="clients.client"
      submit={t("add")}
      aside={
        <ButtonLink href={backHref} variant="quiet" wide>
          {t("back")}
        </ButtonLink>
      }
    >
      <Field name="name" label={t("name")} hint={t("nameHint")} maxLength={100} required />
      <RadioGroup
        name="kind"
        legend={t("kind")}
        hint={t("kindHint")}
        options={KINDS.map((kind) => ({ value: kind, label: kinds(kind) }))}
        defaultValue="public"
      />
      <Field
        as="textarea"
        name="redirectUris"
        label={t("redirects")}
        hint={t("redirectsHint")}
        maxLength={4000}
        spellCheck={false}
      />
      <ScopeBoxes scopes={grantable("public")} ticked={[]} />
      <Field
        as="textarea"
        name="jwks"
        label={t("jwks")}
        hint={t("jwksHint")}
        maxLength={20_000}
        spellCheck={false}
      />
      <Field as="checkbox" name="dpopBound" label={t("dpopLabel")} />
      <ProofField proof={proof} />
    </ActionForm>
  );
}
