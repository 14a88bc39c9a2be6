import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import {
  correctOne,
  disableOne,
  enableOne,
  endAllSessions,
  endOneSession,
  resetFactor,
} from "#app/_actions/accounts.ts";
import { AccountAccess } from "#components/accounts/account-access.tsx";
import { AppointmentsAhead } from "#components/accounts/appointments-ahead.tsx";
import { AccountFacts } from "#components/accounts/account-facts.tsx";
import { AccountSessions } from "#components/accounts/account-sessions.tsx";
import { CorrectForm } from "#components/accounts/correct-form.tsx";
import { FactorReset } from "#components/accounts/factor-reset.tsx";
import { Alert } from "#components/ui/alert.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { Done } from "#components/ui/done.tsx";
import { Entered } from "#components/ui/entered.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Section } from "#components/ui/section.tsx";
import { getAccount, getAhead } from "#lib/accounts/queries.ts";
import { listSessionsOf } from "#lib/auth/own-sessions.ts";
import { credentialsOf, hasSecondFactor } from "#lib/auth/second-factor/credentials.ts";
import { currentZone } from "#lib/auth/session.ts";
import { idOr404, orNotFound, requireRole } from "#lib/web/guard.ts";
import { textParams, type SearchParams } from "#lib/web/search-params.ts";

const DONE = [
  "closed",
  "corrected",
  "disabled",
  "kept",
  "canceled",
  "reassigned",
  "enabled",
  "session",
  "sessions",
  "factor",
] as const;

interface UserPageProps {
  params: Promise<{ id: string }>;
  searchParams: SearchParams;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("admin.users"))("title") };
}

export default async function UserPage({ params, searchParams }: UserPageProps) {
  const id = idOr404((await params).id);
  const path = `/admin/users/${id}`;
  const actor = await requireRole("admin", path);
  const t = await getTranslations("admin.account");
  const query = await textParams(searchParams);
  const done = DONE.find((known) => known === query["done"]);
  const now = new Date();
  const account = await orNotFound(getAccount(actor, id));
  const sessions = account.permits.endSessions ? await listSessionsOf(actor, id, now) : [];
  const ahead = await orNotFound(getAhead(actor, id, now));
  const canReset = account.permits.endSessions && hasSecondFactor(await credentialsOf(id));
  return (
    <>
      {done && (
        <Done key={`${done} ${sessions.length} ${ahead.count}`}>
          {t(`done.${done}`, { count: Number(query["count"]) || 0 })}
        </Done>
      )}
      <PageHeader
        title={<Entered>{account.name}</Entered>}
        actions={
          <>
            <ButtonLink href={`/admin/audit?actor=${id}`} variant="secondary">
              {t("audit")}
            </ButtonLink>
            <ButtonLink href="/admin/users" variant="quiet">
              {t("back")}
            </ButtonLink>
          </>
        }
      />
      {account.isOwn && (
        <Alert>
          {t("own")}{" "}
          <a href="/account" className="link">
            {t("ownLink")}
          </a>
        </Alert>
      )}
      {account.state === "closed" && <Alert>{t("isClosed")}</Alert>}
      <Section id="facts" title={t("facts")}>
        <AccountFacts account={account} now={now} timeZone={await currentZone()} />
      </Section>
      {ahead.count > 0 && <AppointmentsAhead account={account} ahead={ahead} settle={disableOne} />}
      {account.permits.correct && <CorrectForm account={account} action={correctOne} />}
      {account.permits.endSessions && (
        <AccountSessions
          accountId={id}
          sessions={sessions}
          now={now}
          endOne={endOneSession}
          endAll={endAllSessions}
        />
      )}
      {canReset && <FactorReset accountId={id} action={resetFactor} />}
      <AccountAccess
        account={account}
        disable={disableOne}
        enable={enableOne}
        closeHref={`${path}/close`}
      />
    </>
  );
}
