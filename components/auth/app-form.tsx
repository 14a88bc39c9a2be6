import { useTranslations } from "next-intl";
import { ActionForm } from "#components/ui/action-form.tsx";
import { Card } from "#components/ui/card.tsx";
import { Field } from "#components/ui/field.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import type { FormAction } from "#lib/web/form-state.ts";
import { QrCode } from "./qr-code.tsx";

interface AppFormProps {
  action: FormAction;
  /** The app that is being added; null once it is, or when it took too long. */
  pending: { secret: string; uri: string; qr: { size: number; path: string } } | null;
}

/** Adds an authenticator app: its secret to scan or type, and its first code. */
export function AppForm({ action, pending }: AppFormProps) {
  const t = useTranslations("auth.security.app");
  return (
    <Card className="max-w-prose">
      {/* Drawn in every case, since without JavaScript its answer comes with the next page. */}
      <ActionForm action={action}>
        {pending === null ? (
          <p>{t("over")}</p>
        ) : (
          <>
            <ol className="flex list-decimal flex-col gap-5 pl-5">
              <li>
                <p className="pb-3">{t("scan")}</p>
                <QrCode code={pending.qr} label={t("qr")} />
                <p className="pt-3 text-sm text-soft">
                  {t("type")}{" "}
                  <code className="wrap-anywhere text-ink select-all">
                    {grouped(pending.secret)}
                  </code>
                </p>
                <p className="pt-1 text-sm">
                  <a href={pending.uri} className="link">
                    {t("open")}
                  </a>
                </p>
              </li>
              <li>
                <Field
                  name="code"
                  label={t("code")}
                  hint={t("codeHint")}
                  autoComplete="one-time-code"
                  inputMode="numeric"
                  maxLength={10}
                  required
                />
              </li>
            </ol>
            <div>
              <SubmitButton pendingLabel={t("working")} wide>
                {t("submit")}
              </SubmitButton>
            </div>
          </>
        )}
      </ActionForm>
    </Card>
  );
}

const grouped = (secret: string) => secret.replaceAll(/(.{4})(?=.)/g, "$1 ");
