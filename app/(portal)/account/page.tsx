import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import {
  changeOwnEmail,
  changeOwnPassword,
  disconnect,
  endSession,
  saveOwnNames,
} from "#app/_actions/account.ts";
import { OwnNames } from "#components/accounts/own-names.tsx";
import { EmailForm } from "#components/auth/email-form.tsx";
import { OwnChanges } from "#components/auth/own-changes.tsx";
import { PasswordForm } from "#components/auth/password-form.tsx";
import { SessionList } from "#components/auth/session-list.tsx";
import { ConnectionList } from "#components/clients/connection-list.tsx";
import { Alert } from "#components/ui/alert.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { Entered } from "#components/ui/entered.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Section } from "#components/ui/section.tsx";
import { listOwnChanges } from "#lib/accounts/own.ts";
import { meView } from "#lib/accounts/views.ts";
import { listConnections } from "#lib/auth/oauth/connections.ts";
import { listOwnSessions } from "#lib/auth/own-sessions.ts";
import { hasPassword } from "#lib/auth/password-change.ts";
import { ownProofNeeded } from "#lib/auth/reauthentication.ts";
import { currentSession, currentZone } from "#lib/auth/session.ts";
import { DAY } from "#lib/time/interval.ts";
import { requireUser } from "#lib/web/guard.ts";
import { textParams, type SearchParams } from "#lib/web/search-params.ts";

const DONE = ["names", "email", "password", "session", "disconnected"] as const;
/** For how long a change of the name or the address is shown. */
const CHANGES_SHOWN_MS = 30 * DAY;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("auth.account"))("title") };
}

export default async function AccountPage({ searchParams }: { searchParams: SearchParams }) {
  const actor = await requireUser("/account");
  const t = await getTranslations("auth.account");
  const { done } = await textParams(searchParams);
  const known = DONE.find((one) => one === done);
  const current = await currentSession();
  const timeZone = await currentZone();
  const now = new Date();
  const [sessions, connections, withPassword, changes, proof] = await Promise.all([
    listOwnSessions(actor, now),
    listConnections(actor, now),
    hasPassword(actor),
    listOwnChanges(actor, new Date(now.getTime() - CHANGES_SHOWN_MS)),
    current && ownProofNeeded(current, now),
  ]);
  return (
    <>
      <PageHeader
        eyebrow={actor.email && <Entered>{actor.email}</Entered>}
        title={t("title")}
        actions={
          actor.doctorId !== null && (
            <ButtonLink href="/doctor/profile" variant="secondary">
              {t("profile")}
            </ButtonLink>
          )
        }
      >
        {t("lead")}
      </PageHeader>
      {known && <Alert tone="success">{t(`done.${known}`)}</Alert>}
      <OwnChanges changes={changes} timeZone={timeZone} />
      <Section id="names" title={t("names.title")}>
        <OwnNames user={meView(actor)} action={saveOwnNames} />
      </Section>
      {proof && (
        <Section id="email" title={t("email.title")}>
          <p>
            <Entered>{actor.email ?? t("email.none")}</Entered>
          </p>
          <EmailForm action={changeOwnEmail} proof={proof} />
        </Section>
      )}
      <Section id="sessions" title={t("sessions.title")}>
        <SessionList
          sessions={sessions}
          current={current?.sessionId}
          now={now}
          action={endSession}
        />
      </Section>
      <Section id="security" title={t("security.title")}>
        <p className="max-w-prose">{t("security.lead")}</p>
        <div>
          <ButtonLink href="/account/security" variant="secondary">
            {t("security.link")}
          </ButtonLink>
        </div>
      </Section>
      <Section id="connected" title={t("connected")}>
        <ConnectionList
          connections={connections}
          now={now}
          timeZone={timeZone}
          action={disconnect}
        />
      </Section>
      <Section id="change-password" title={t("password.title")}>
        {withPassword ? <PasswordForm action={changeOwnPassword} /> : <p>{t("noPassword")}</p>}
      </Section>
    </>
  );
}
