import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { ActionForm } from "#components/ui/action-form.tsx";
import { Alert } from "#components/ui/alert.tsx";
import { buttonClass } from "#components/ui/button.tsx";
import { FormDetails } from "#components/ui/form-details.tsx";
import { FormQuestions } from "#components/ui/form-questions.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import type { Proof } from "#lib/accounts/rules.ts";
import type { FormAction } from "#lib/web/form-state.ts";
import { ProofField } from "./proof-field.tsx";

interface ProvenFormProps {
  action: FormAction;
  proof: Proof;
  submit: string;
  danger?: boolean;
  /** The form is behind a button that says this. */
  folded?: string;
  /** Text and further fields, before those of the proof. */
  children?: ReactNode;
}

/** A form of one's own account that needs a proof of who sends it. */
export function ProvenForm(props: ProvenFormProps) {
  const { action, proof, submit, danger = false, folded, children } = props;
  const t = useTranslations("auth.security");
  if (proof === "sign-in") return <Alert tone="warning">{t("signIn")}</Alert>;
  const fields = (
    <div className="flex flex-col gap-5">
      {children}
      <ProofField proof={proof} />
      <FormQuestions />
      <div>
        <SubmitButton pendingLabel={t("working")} variant={danger ? "danger" : "primary"} wide>
          {submit}
        </SubmitButton>
      </div>
    </div>
  );
  return (
    <ActionForm action={action} className="max-w-prose">
      {folded === undefined ? (
        fields
      ) : (
        <FormDetails summary={folded} summaryClass={buttonClass({ variant: "secondary" })}>
          <div className="pt-5">{fields}</div>
        </FormDetails>
      )}
    </ActionForm>
  );
}
