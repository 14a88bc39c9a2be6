import type { PublicKeyCredentialCreationOptionsJSON } from "@simplewebauthn/browser";
import { useTranslations } from "next-intl";
import { ActionForm } from "#components/ui/action-form.tsx";
import { Alert } from "#components/ui/alert.tsx";
import { Card } from "#components/ui/card.tsx";
import { Field } from "#components/ui/field.tsx";
import type { FormAction } from "#lib/web/form-state.ts";
import { PasskeyMaker } from "./passkey-maker.tsx";

interface PasskeyFormProps {
  action: FormAction;
  /** Null once the passkey is there, or when it took too long. */
  options: PublicKeyCredentialCreationOptionsJSON | null;
}

/** Names a new passkey and makes it. */
export function PasskeyForm({ action, options }: PasskeyFormProps) {
  const t = useTranslations("auth.security.passkeys");
  return (
    <Card className="max-w-prose">
      <ActionForm action={action}>
        {options === null ? (
          <p>{t("over")}</p>
        ) : (
          <>
            <Field
              name="name"
              label={t("name")}
              hint={t("nameHint")}
              defaultValue={t("defaultName")}
              maxLength={60}
              autoComplete="off"
              required
            />
            <Alert tone="warning" className="hidden noscript:flex">
              {t("noScript")}
            </Alert>
            <PasskeyMaker options={options} label={t("make")} failed={t("notMade")} />
          </>
        )}
      </ActionForm>
    </Card>
  );
}
