import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AuditFilter } from "#components/audit/audit-filter.tsx";
import { AuditTable } from "#components/audit/audit-table.tsx";
import { Alert } from "#components/ui/alert.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Pagination } from "#components/ui/pagination.tsx";
import { listAudit } from "#lib/audit/queries.ts";
import { auditFilterSchema, daysIn } from "#lib/audit/schema.ts";
import { currentZone } from "#lib/auth/session.ts";
import { zoneCity } from "#lib/format.ts";
import { orNotFound, requireRole } from "#lib/web/guard.ts";
import { lenient, textParams, withParams, type SearchParams } from "#lib/web/search-params.ts";

const PATH = "/admin/audit";
const PAGE = 50;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("admin.audit"))("title") };
}

export default async function AuditPage({ searchParams }: { searchParams: SearchParams }) {
  const actor = await requireRole("admin", PATH);
  const t = await getTranslations("admin.audit");
  const {
    value: filter,
    kept,
    ignored,
  } = lenient(auditFilterSchema, await textParams(searchParams));
  const timeZone = await currentZone();
  const days = daysIn(timeZone, kept);
  const asked = { ...filter, ...days, limit: PAGE };
  const { items, nextCursor } = await orNotFound(listAudit(actor, asked));
  const { cursor, ...searched } = kept;
  const { actor: by, patient: of, ...others } = searched;
  return (
    <>
      <PageHeader
        title={t("title")}
        actions={
          <ButtonLink href="/admin/alerts" variant="secondary">
            {t("alerts")}
          </ButtonLink>
        }
      >
        {t("lead", { zone: zoneCity(timeZone) })}
      </PageHeader>
      <AuditFilter path={PATH} values={searched} />
      {(by ?? of) && (
        <Alert>
          {by && t("bySomebody", { name: items[0]?.actor?.name ?? t("nobodyNamed") })}{" "}
          {of && t("of", { name: items[0]?.patientName ?? t("nobodyNamed") })}{" "}
          <a href={withParams(PATH, others)} className="link">
            {t("all")}
          </a>
        </Alert>
      )}
      {ignored.length > 0 && (
        <Alert tone="warning">{t("badFilter", { fields: ignored.join(", ") })}</Alert>
      )}
      {items.length === 0 ? (
        <EmptyState title={t("empty")}>{t("emptyBody")}</EmptyState>
      ) : (
        <AuditTable entries={items} timeZone={timeZone} />
      )}
      <Pagination
        newerHref={cursor && withParams(PATH, searched)}
        olderHref={nextCursor ? withParams(PATH, { ...searched, cursor: nextCursor }) : undefined}
        newer={t("first")}
        older={t("next")}
      />
    </>
  );
}
