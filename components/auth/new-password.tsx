import { useTranslations } from "next-intl";
import { Field } from "#components/ui/field.tsx";

interface NewPasswordProps {
  /** Outside an ActionForm, which makes its own: what a summary of errors links to. */
  id?: string;
  error?: string | undefined;
}

/** A password being chosen. */
export function NewPassword(props: NewPasswordProps) {
  const t = useTranslations("auth");
  return (
    <Field
      {...props}
      name="password"
      type="password"
      label={t("newPassword")}
      hint={t("passwordHint")}
      autoComplete="new-password"
      minLength={10}
      maxLength={200}
      required
    />
  );
}
