import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { redirect } from "next/navigation";
import { closeOne } from "#app/_actions/accounts.ts";
import { CloseForm } from "#components/accounts/close-form.tsx";
import { ClosingList } from "#components/accounts/closing-list.tsx";
import { Alert } from "#components/ui/alert.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { getClosing } from "#lib/accounts/queries.ts";
import { mustSettleFirst } from "#lib/accounts/rules.ts";
import { proofNeeded } from "#lib/auth/reauthentication.ts";
import { currentSession } from "#lib/auth/session.ts";
import { idOr404, orNotFound, requireRole } from "#lib/web/guard.ts";

interface ClosePageProps {
  params: Promise<{ id: string }>;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("admin.account"))("close") };
}

export default async function ClosePage({ params }: ClosePageProps) {
  const id = idOr404((await params).id);
  const path = `/admin/users/${id}`;
  const actor = await requireRole("admin", `${path}/close`);
  const t = await getTranslations("admin.close");
  const now = new Date();
  const session = await currentSession();
  const closing = await orNotFound(getClosing(actor, id, now));
  const { account, visitsAhead } = closing;
  if (!account.permits.close || !session) redirect(path);
  const proof = await proofNeeded(session, now);
  return (
    <>
      <PageHeader eyebrow={t("eyebrow")} title={t("title", { name: account.name })}>
        {t("lead")}
      </PageHeader>
      <ClosingList closing={closing} />
      {mustSettleFirst(account.role, visitsAhead) ? (
        <Alert tone="warning" title={t("blocked", { count: visitsAhead })}>
          <div className="mt-3 flex flex-wrap gap-3">
            <ButtonLink href={withVisitsOf(closing.doctorId)} variant="secondary">
              {t("blockedLink")}
            </ButtonLink>
            <ButtonLink href={path} variant="quiet">
              {t("back")}
            </ButtonLink>
          </div>
        </Alert>
      ) : proof === "sign-in" ? (
        <Alert tone="warning">{t("signIn")}</Alert>
      ) : (
        <CloseForm account={account} proof={proof} action={closeOne} backHref={path} />
      )}
    </>
  );
}

const withVisitsOf = (doctorId: string | null) => `/admin/appointments?doctor=${doctorId ?? ""}`;
