import { getTranslations } from "next-intl/server";
import { LabChart } from "#components/records/lab-chart.tsx";
import { LabOverview } from "#components/records/lab-overview.tsx";
import { LabTable } from "#components/records/lab-table.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Entered } from "#components/ui/entered.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Pagination } from "#components/ui/pagination.tsx";
import type { UserActor } from "#lib/access/actor.ts";
import { getLabs, getLabSeries } from "#lib/records/labs.ts";
import { idOr404, orNotFound } from "#lib/web/guard.ts";
import { textParams, withParams, type SearchParams } from "#lib/web/search-params.ts";
import { labsPath, ownPath, testHref } from "./record-paths.ts";

interface LabsProps {
  actor: UserActor;
  patientId: string;
  searchParams: SearchParams;
}

/** One test over time (`?test=`, an id that does not say which), or the latest value of every test. */
export async function Labs({ actor, patientId, searchParams }: LabsProps) {
  const { test, cursor } = await textParams(searchParams);
  const props = { actor, patientId: idOr404(patientId), cursor };
  return test === undefined ? <AllTests {...props} /> : <OneTest {...props} test={test} />;
}

type PageOfLabs = Omit<LabsProps, "searchParams"> & { cursor: string | undefined };

async function AllTests({ actor, patientId, cursor }: PageOfLabs) {
  const t = await getTranslations("records.lab");
  const { patient, labs, nextCursor } = await orNotFound(getLabs(actor, patientId, cursor));
  const path = labsPath(actor.role, patientId);
  return (
    <>
      <PageHeader
        eyebrow={actor.role === "patient" ? undefined : <Entered>{patient.name}</Entered>}
        title={t("title")}
        actions={<Back actor={actor} patientId={patientId} />}
      />
      {labs.length === 0 ? (
        <EmptyState title={t("empty")} />
      ) : (
        <LabOverview labs={labs} seriesHref={(key) => testHref(actor.role, patientId, key)} />
      )}
      <OtherRecords path={path} cursor={cursor} nextCursor={nextCursor} />
    </>
  );
}

async function OneTest({ actor, patientId, cursor, test }: PageOfLabs & { test: string }) {
  const t = await getTranslations("records.lab");
  const reading = await orNotFound(getLabSeries(actor, patientId, test, cursor));
  const { patient, series, nextCursor } = reading;
  const path = labsPath(actor.role, patientId);
  return (
    <>
      <PageHeader
        eyebrow={actor.role === "patient" ? undefined : <Entered>{patient.name}</Entered>}
        title={<Entered>{series?.name ?? t("title")}</Entered>}
        actions={
          <>
            <ButtonLink href={path} variant="secondary">
              {t("allTests")}
            </ButtonLink>
            <Back actor={actor} patientId={patientId} />
          </>
        }
      >
        {series?.loinc && t("loincIs", { code: series.loinc })}
      </PageHeader>
      {series ? (
        <>
          <LabChart series={series} />
          <div className="max-w-3xl">
            <LabTable caption={series.name} results={series.results} />
          </div>
        </>
      ) : (
        <EmptyState title={t("emptyPage")} />
      )}
      <OtherRecords path={path} test={test} cursor={cursor} nextCursor={nextCursor} />
    </>
  );
}

interface OtherRecordsProps {
  path: string;
  test?: string;
  cursor: string | undefined;
  nextCursor: string | null;
}

/** The way to values in older records, and back to the last ones. */
async function OtherRecords({ path, test, cursor, nextCursor }: OtherRecordsProps) {
  const t = await getTranslations("records.lab");
  return (
    <Pagination
      newer={t("newer")}
      older={t("older")}
      newerHref={cursor && withParams(path, { test })}
      olderHref={nextCursor ? withParams(path, { test, cursor: nextCursor }) : undefined}
    />
  );
}

async function Back({ actor, patientId }: Omit<LabsProps, "searchParams">) {
  const t = await getTranslations("records.page");
  return (
    <ButtonLink href={ownPath(actor.role, patientId)} variant="quiet">
      {t(actor.role === "patient" ? "backOwn" : "back")}
    </ButtonLink>
  );
}
