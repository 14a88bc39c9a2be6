import { getTranslations } from "next-intl/server";
import { LabChart } from "#components/records/lab-chart.tsx";
import { LabOverview } from "#components/records/lab-overview.tsx";
import { LabTable } from "#components/records/lab-table.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import type { UserActor } from "#lib/access/actor.ts";
import { getLabs, getLabSeries } from "#lib/records/labs.ts";
import { idOr404, orNotFound } from "#lib/web/guard.ts";
import { textParams, withParams, type SearchParams } from "#lib/web/search-params.ts";
import { labsPath, ownPath } from "./record-paths.ts";

interface LabsProps {
  actor: UserActor;
  patientId: string;
  searchParams: SearchParams;
}

/** One test over time (`?test=`), or the latest value of every test. */
export async function Labs({ actor, patientId, searchParams }: LabsProps) {
  const { test } = await textParams(searchParams);
  const id = idOr404(patientId);
  return test === undefined ? (
    <AllTests actor={actor} patientId={id} />
  ) : (
    <OneTest actor={actor} patientId={id} test={test} />
  );
}

async function AllTests({ actor, patientId }: Omit<LabsProps, "searchParams">) {
  const t = await getTranslations("records.lab");
  const { patient, labs } = await orNotFound(getLabs(actor, patientId));
  const path = labsPath(actor.role, patientId);
  return (
    <>
      <PageHeader
        eyebrow={actor.role === "patient" ? undefined : patient.name}
        title={t("title")}
        actions={<Back actor={actor} patientId={patientId} />}
      />
      {labs.length === 0 ? (
        <EmptyState title={t("empty")} />
      ) : (
        <LabOverview labs={labs} seriesHref={(key) => withParams(path, { test: key })} />
      )}
    </>
  );
}

async function OneTest({
  actor,
  patientId,
  test,
}: Omit<LabsProps, "searchParams"> & { test: string }) {
  const t = await getTranslations("records.lab");
  const { patient, series } = await orNotFound(getLabSeries(actor, patientId, test));
  return (
    <>
      <PageHeader
        eyebrow={actor.role === "patient" ? undefined : patient.name}
        title={series.name}
        actions={
          <>
            <ButtonLink href={labsPath(actor.role, patientId)} variant="secondary">
              {t("allTests")}
            </ButtonLink>
            <Back actor={actor} patientId={patientId} />
          </>
        }
      >
        {series.loinc && t("loincIs", { code: series.loinc })}
      </PageHeader>
      <LabChart series={series} />
      <div className="max-w-3xl">
        <LabTable caption={series.name} results={series.results} />
      </div>
    </>
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
