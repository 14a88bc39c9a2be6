import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { testHref } from "#app/_pages/record-paths.ts";
import { LabOverview } from "#components/records/lab-overview.tsx";
import { Timeline } from "#components/chart/timeline.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Pagination } from "#components/ui/pagination.tsx";
import { Section } from "#components/ui/section.tsx";
import { getChart } from "#lib/chart/queries.ts";
import { idOr404, orNotFound, requireRole } from "#lib/web/guard.ts";
import { textParams, withParams, type SearchParams } from "#lib/web/search-params.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("records.own"))("title") };
}

/** A patient's own records: what was found, measured and prescribed. */
export default async function RecordsPage({ searchParams }: { searchParams: SearchParams }) {
  const here = "/patient/records";
  const actor = await requireRole("patient", here);
  const t = await getTranslations("records.own");
  const { cursor } = await textParams(searchParams);
  const patientId = idOr404(actor.patientId ?? "");
  const chart = await orNotFound(getChart(actor, patientId, cursor, new Date()));
  return (
    <>
      <PageHeader
        title={t("title")}
        actions={
          <>
            <ButtonLink href="/patient/access" variant="secondary">
              {t("access")}
            </ButtonLink>
            <ButtonLink href="/patient/whole" variant="secondary">
              {t("whole")}
            </ButtonLink>
          </>
        }
      >
        {t("lead")}
      </PageHeader>
      {chart.labs.length > 0 && (
        <Section id="labs" title={t("labs")}>
          <LabOverview
            labs={chart.labs}
            most={8}
            seriesHref={(key) => testHref(actor.role, patientId, key)}
            allHref="/patient/labs"
          />
        </Section>
      )}
      <Section id="timeline" title={t("timeline")}>
        {chart.timeline.length === 0 ? (
          <EmptyState title={t("empty")}>{t("emptyBody")}</EmptyState>
        ) : (
          <Timeline
            items={chart.timeline}
            recordHref={(id) => `${here}/${id}`}
            visitHref={(id) => `/patient/appointments/${id}`}
          />
        )}
        <Pagination
          newerHref={cursor && here}
          olderHref={chart.nextCursor ? withParams(here, { cursor: chart.nextCursor }) : undefined}
        />
      </Section>
    </>
  );
}
