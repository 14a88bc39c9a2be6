import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { createOne } from "#app/_actions/clients.ts";
import { ClientForm } from "#components/clients/client-form.tsx";
import { Alert } from "#components/ui/alert.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { proofNeeded } from "#lib/auth/reauthentication.ts";
import { currentSession } from "#lib/auth/session.ts";
import { requireRole } from "#lib/web/guard.ts";

const PATH = "/admin/api-clients";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("clients.admin"))("newTitle") };
}

export default async function NewClientPage() {
  await requireRole("admin", `${PATH}/new`);
  const t = await getTranslations("clients.admin");
  const session = await currentSession();
  const proof = session ? await proofNeeded(session, new Date()) : "sign-in";
  return (
    <>
      <PageHeader title={t("newTitle")}>{t("newLead")}</PageHeader>
      {proof === "sign-in" ? (
        <Alert tone="warning">{t("signIn")}</Alert>
      ) : (
        <ClientForm action={createOne} proof={proof} backHref={PATH} />
      )}
    </>
  );
}
