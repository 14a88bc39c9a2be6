import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { changeOwnPassword, disconnect, endSession } from "#app/_actions/account.ts";
import { PasswordForm } from "#components/auth/password-form.tsx";
import { SessionList } from "#components/auth/session-list.tsx";
import { ConnectionList } from "#components/clients/connection-list.tsx";
import { Alert } from "#components/ui/alert.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Section } from "#components/ui/section.tsx";
import { listConnections } from "#lib/auth/oauth/connections.ts";
import { listOwnSessions } from "#lib/auth/own-sessions.ts";
import { hasPassword } from "#lib/auth/password-change.ts";
import { currentSession, currentZone } from "#lib/auth/session.ts";
import { requireUser } from "#lib/web/guard.ts";
import { textParams, type SearchParams } from "#lib/web/search-params.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("auth.account"))("title") };
}

export default async function AccountPage({ searchParams }: { searchParams: SearchParams }) {
  const actor = await requireUser("/account");
  const t = await getTranslations("auth.account");
  const { done } = await textParams(searchParams);
  const current = await currentSession();
  const now = new Date();
  const [sessions, connections, withPassword] = await Promise.all([
    listOwnSessions(actor, now),
    listConnections(actor, now),
    hasPassword(actor),
  ]);
  return (
    <>
      <PageHeader
        eyebrow={actor.email}
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
      {(done === "password" || done === "session" || done === "disconnected") && (
        <Alert tone="success">{t(`done.${done}`)}</Alert>
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
          timeZone={await currentZone()}
          action={disconnect}
        />
      </Section>
      <Section id="change-password" title={t("password.title")}>
        {withPassword ? <PasswordForm action={changeOwnPassword} /> : <p>{t("noPassword")}</p>}
      </Section>
    </>
  );
}
