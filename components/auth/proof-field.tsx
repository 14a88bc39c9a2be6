import { useTranslations } from "next-intl";
import { Field } from "#components/ui/field.tsx";
import type { Proof } from "#lib/accounts/rules.ts";

/** The password of the user who does something sensitive, and a code where they have a second factor. */
export function ProofField({ proof }: { proof: Proof }) {
  const t = useTranslations("auth.proof");
  if (proof !== "password" && proof !== "password-and-code") return null;
  return (
    <>
      <Field
        name="current"
        type="password"
        label={t("password")}
        hint={t("passwordHint")}
        autoComplete="current-password"
        maxLength={200}
        required
      />
      {proof === "password-and-code" && <CodeField />}
    </>
  );
}

/** A code of the authenticator app, or a recovery code. */
export function CodeField() {
  const t = useTranslations("auth.proof");
  return (
    <Field
      name="code"
      label={t("code")}
      hint={t("codeHint")}
      autoComplete="one-time-code"
      autoCapitalize="characters"
      spellCheck={false}
      maxLength={40}
      required
    />
  );
}
