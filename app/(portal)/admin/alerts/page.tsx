import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { acknowledge } from "#app/_actions/alerts.ts";
import { AlertTable } from "#components/alerts/alert-table.tsx";
import { Done } from "#components/ui/done.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Pagination } from "#components/ui/pagination.tsx";
import { listAlerts } from "#lib/alerts/queries.ts";
import { currentZone } from "#lib/auth/session.ts";
import { orNotFound, requireRole } from "#lib/web/guard.ts";
import { textParams, withParams, type SearchParams } from "#lib/web/search-params.ts";

const PATH = "/admin/alerts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("admin.alerts"))("title") };
}

export default async function AlertsPage({ searchParams }: { searchParams: SearchParams }) {
  const actor = await requireRole("admin", PATH);
  const t = await getTranslations("admin.alerts");
  const { cursor, done } = await textParams(searchParams);
  const { items, nextCursor } = await orNotFound(listAlerts(actor, cursor));
  const open = items.filter(({ acknowledged }) => acknowledged === null).length;
  return (
    <>
      {done === "acknowledged" && <Done key={open}>{t("done")}</Done>}
      <PageHeader title={t("title")}>{t("lead")}</PageHeader>
      {items.length === 0 ? (
        <EmptyState title={t("empty")}>{t("emptyBody")}</EmptyState>
      ) : (
        <AlertTable alerts={items} acknowledge={acknowledge} timeZone={await currentZone()} />
      )}
      <Pagination
        newerHref={cursor && PATH}
        olderHref={nextCursor ? withParams(PATH, { cursor: nextCursor }) : undefined}
        newer={t("first")}
        older={t("next")}
      />
    </>
  );
}
