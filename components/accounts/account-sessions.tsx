import { useTranslations } from "next-intl";
import { SessionList } from "#components/auth/session-list.tsx";
import { ActionForm } from "#components/ui/action-form.tsx";
import { Section } from "#components/ui/section.tsx";
import type { FormAction } from "#lib/web/form-state.ts";

interface AccountSessionsProps {
  accountId: string;
  sessions: Parameters<typeof SessionList>[0]["sessions"];
  now: Date;
  /** Ends one session: `_id` is `<account>/<session>`. */
  endOne: FormAction;
  endAll: FormAction;
}

/** Where somebody else is signed in, with ways to end it. */
export function AccountSessions(props: AccountSessionsProps) {
  const { accountId, sessions, now, endOne, endAll } = props;
  const t = useTranslations("admin.account.sessions");
  return (
    <Section id="sessions" title={t("title")}>
      {sessions.length === 0 ? (
        <p className="text-soft">{t("none")}</p>
      ) : (
        <>
          <SessionList
            sessions={sessions}
            now={now}
            action={endOne}
            endLabel={t("end")}
            idOf={(id) => `${accountId}/${id}`}
          />
          <ActionForm action={endAll} submit={t("endAll")} submitVariant="secondary">
            <input type="hidden" name="_id" value={accountId} />
          </ActionForm>
        </>
      )}
    </Section>
  );
}
