import { useTranslations } from "next-intl";
import { Field } from "#components/ui/field.tsx";

/** The password of whoever does something sensitive, where they prove themselves by one. */
export function ProofField({ withPassword }: { withPassword: boolean }) {
  const t = useTranslations("auth.proof");
  if (!withPassword) return null;
  return (
    <Field
      name="current"
      type="password"
      label={t("password")}
      hint={t("passwordHint")}
      autoComplete="current-password"
      maxLength={200}
      required
    />
  );
}
