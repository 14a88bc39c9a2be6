import { useTranslations } from "next-intl";
import { ActionForm } from "#components/ui/action-form.tsx";
import { Card } from "#components/ui/card.tsx";
import { Entered } from "#components/ui/entered.tsx";
import type { ConnectionView } from "#lib/clients/views.ts";
import { formatDate, formatRelative } from "#lib/format.ts";
import type { FormAction } from "#lib/web/form-state.ts";
import { ScopeList } from "./scope-list.tsx";

interface ConnectionListProps {
  connections: readonly ConnectionView[];
  now: Date;
  /** Of the reader. */
  timeZone: string;
  action: FormAction;
}

/** The programs that somebody has let in, with what each may do and the way to end it. */
export function ConnectionList({ connections, now, timeZone, action }: ConnectionListProps) {
  const t = useTranslations("clients.connected");
  if (connections.length === 0) return <p className="text-soft">{t("none")}</p>;
  return (
    <>
      <p className="max-w-prose">{t("lead")}</p>
      <ul className="flex flex-col gap-3">
        {connections.map(({ id, name, scopes, since, until, lastUsedAt }) => (
          <Card as="li" key={id} className="flex flex-col gap-3">
            <div>
              <h3 className="font-semibold">
                <Entered>{name}</Entered>
              </h3>
              <p className="text-sm text-soft">
                {t("times", { since: formatRelative(since, now) })}{" "}
                {lastUsedAt ? t("used", { last: formatRelative(lastUsedAt, now) }) : t("unused")}{" "}
                {t("ends", { day: formatDate(until, timeZone) })}
              </p>
            </div>
            <ScopeList scopes={scopes} />
            <details>
              <summary className="cursor-pointer font-semibold text-brand">
                {t("disconnect", { program: name })}
              </summary>
              <ActionForm
                action={action}
                submit={t("confirm", { program: name })}
                submitVariant="danger"
                className="pt-3"
              >
                <p className="max-w-prose">{t("confirmBody")}</p>
                <input type="hidden" name="_id" value={id} />
              </ActionForm>
            </details>
          </Card>
        ))}
      </ul>
    </>
  );
}
