import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ClientTable } from "#components/clients/client-table.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { Done } from "#components/ui/done.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { listClients } from "#lib/auth/oauth/manage-clients.ts";
import { requireRole } from "#lib/web/guard.ts";
import { textParams, type SearchParams } from "#lib/web/search-params.ts";

const PATH = "/admin/api-clients";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("clients.admin"))("title") };
}

export default async function ClientsPage({ searchParams }: { searchParams: SearchParams }) {
  const actor = await requireRole("admin", PATH);
  const t = await getTranslations("clients.admin");
  const { done } = await textParams(searchParams);
  const clients = await listClients(actor);
  return (
    <>
      {done === "removed" && <Done>{t("done.removed")}</Done>}
      <PageHeader
        title={t("title")}
        actions={<ButtonLink href={`${PATH}/new`}>{t("create")}</ButtonLink>}
      >
        {t("lead")}
      </PageHeader>
      {clients.length === 0 ? (
        <EmptyState title={t("empty")}>{t("emptyBody")}</EmptyState>
      ) : (
        <ClientTable clients={clients} hrefFor={({ id }) => `${PATH}/${id}`} now={new Date()} />
      )}
    </>
  );
}
