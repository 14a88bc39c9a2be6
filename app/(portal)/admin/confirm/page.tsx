import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { redirect } from "next/navigation";
import { confirmOne } from "#app/_actions/accounts.ts";
import { ProofField } from "#components/auth/proof-field.tsx";
import { ActionForm } from "#components/ui/action-form.tsx";
import { Alert } from "#components/ui/alert.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { confirmPath, safePath } from "#lib/auth/callback-url.ts";
import { proofNeeded } from "#lib/auth/reauthentication.ts";
import { currentSession } from "#lib/auth/session.ts";
import { requireRole } from "#lib/web/guard.ts";
import { textParams, type SearchParams } from "#lib/web/search-params.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("auth.proof"))("title") };
}

/** Asks who an admin is before a page that shows what is sensitive, and leads there. */
export default async function ConfirmPage({ searchParams }: { searchParams: SearchParams }) {
  const next = safePath((await textParams(searchParams))["callbackUrl"]) ?? "/admin";
  await requireRole("admin", confirmPath(next));
  const t = await getTranslations("auth.proof");
  const session = await currentSession();
  const proof = session ? await proofNeeded(session, new Date()) : "sign-in";
  if (proof === "none") redirect(next);
  return (
    <>
      <PageHeader title={t("title")}>{t("lead")}</PageHeader>
      {proof === "sign-in" ? (
        <Alert tone="warning">{t("signIn")}</Alert>
      ) : (
        <ActionForm action={confirmOne} submit={t("confirm")} className="max-w-prose">
          <input type="hidden" name="callbackUrl" value={next} />
          <ProofField proof={proof} />
        </ActionForm>
      )}
    </>
  );
}
