import { useTranslations } from "next-intl";
import { ProofField } from "#components/auth/proof-field.tsx";
import { ActionForm } from "#components/ui/action-form.tsx";
import { Alert } from "#components/ui/alert.tsx";
import { Section } from "#components/ui/section.tsx";
import type { Proof } from "#lib/accounts/rules.ts";
import type { ClientView } from "#lib/clients/views.ts";
import type { FormAction } from "#lib/web/form-state.ts";

interface ClientProofsProps {
  client: ClientView;
  proof: Proof;
  rotate: FormAction;
  remove: FormAction;
}

/** What an admin does to a program only after proving who they are: a new secret, and its end. */
export function ClientProofs({ client, proof, rotate, remove }: ClientProofsProps) {
  const t = useTranslations("clients.admin");
  if (proof === "sign-in") return <Alert tone="warning">{t("signIn")}</Alert>;
  return (
    <>
      {client.proof === "secret" && (
        <Section id="secret" title={t("rotateTitle")}>
          <p className="max-w-prose">{t("rotateBody")}</p>
          <ActionForm action={rotate} submit={t("rotate")} submitVariant="secondary">
            <input type="hidden" name="_id" value={client.id} />
            <ProofField proof={proof} />
          </ActionForm>
        </Section>
      )}
      <Section id="remove" title={t("removeTitle")}>
        <p className="max-w-prose">{t("removeBody")}</p>
        <ActionForm action={remove} submit={t("remove")} submitVariant="danger">
          <input type="hidden" name="_id" value={client.id} />
          <ProofField proof={proof} />
        </ActionForm>
      </Section>
    </>
  );
}
