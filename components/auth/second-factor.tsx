import { useTranslations } from "next-intl";
import { Section } from "#components/ui/section.tsx";
import type { Proof } from "#lib/accounts/rules.ts";
import { formatRelative } from "#lib/format.ts";
import type { FormAction } from "#lib/web/form-state.ts";
import { ProvenForm } from "./proven-form.tsx";

interface AuthenticatorAppProps {
  since: Date | null;
  now: Date;
  proof: Proof;
  begin: FormAction;
  remove: FormAction;
}

/** The user's authenticator app: adding it, or removing it. */
export function AuthenticatorApp({ since, now, proof, begin, remove }: AuthenticatorAppProps) {
  const t = useTranslations("auth.security.app");
  return (
    <Section id="app" title={t("title")}>
      <p className="max-w-prose">
        {since ? t("since", { at: formatRelative(since, now) }) : t("lead")}
      </p>
      {since ? (
        <ProvenForm action={remove} proof={proof} folded={t("remove")} submit={t("remove")} danger>
          <p>{t("removeLead")}</p>
        </ProvenForm>
      ) : (
        <ProvenForm action={begin} proof={proof} submit={t("begin")} />
      )}
    </Section>
  );
}

interface RecoveryCodesProps {
  left: number;
  proof: Proof;
  renew: FormAction;
}

/** How many recovery codes are left, and new ones. */
export function RecoveryCodes({ left, proof, renew }: RecoveryCodesProps) {
  const t = useTranslations("auth.security.codes");
  return (
    <Section id="codes" title={t("title")}>
      <p className="max-w-prose">{t("lead", { left })}</p>
      <ProvenForm action={renew} proof={proof} folded={t("renew")} submit={t("renew")}>
        <p>{t("renewLead")}</p>
      </ProvenForm>
    </Section>
  );
}
