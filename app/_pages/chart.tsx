import { getTranslations } from "next-intl/server";
import { showInsuranceNumber } from "#app/_actions/patients.ts";
import { AllergyBanner } from "#components/chart/allergy-banner.tsx";
import { EmergencyNotice } from "#components/chart/emergency-notice.tsx";
import { Timeline } from "#components/chart/timeline.tsx";
import { HistorySummary } from "#components/history/history-summary.tsx";
import { headFacts } from "#components/patients/head-facts.ts";
import { ProfileFacts } from "#components/patients/profile-facts.tsx";
import { LabOverview } from "#components/records/lab-overview.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Entered } from "#components/ui/entered.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Pagination } from "#components/ui/pagination.tsx";
import { Section } from "#components/ui/section.tsx";
import type { UserActor } from "#lib/access/actor.ts";
import { currentZone } from "#lib/auth/session.ts";
import { getChart } from "#lib/chart/queries.ts";
import { bothNames } from "#lib/names/rules.ts";
import { idOr404, orNotFound } from "#lib/web/guard.ts";
import { textParams, withParams, type SearchParams } from "#lib/web/search-params.ts";
import { testHref } from "./record-paths.ts";

interface ChartProps {
  actor: UserActor;
  patientId: string;
  searchParams: SearchParams;
}

/** How many tests stand on the page itself. */
const TESTS = 8;

/** A patient's file for staff: allergies, lab values, timeline, history, who it is. */
export async function Chart({ actor, patientId, searchParams }: ChartProps) {
  const t = await getTranslations("chart");
  const { cursor } = await textParams(searchParams);
  const now = new Date();
  const chart = await orNotFound(getChart(actor, idOr404(patientId), cursor, now));
  const { patient, timeline, nextCursor, labs, history, permits } = chart;
  const timeZone = await currentZone();
  const home = `/${actor.role}/patients`;
  const here = `${home}/${patient.id}`;
  return (
    <>
      {chart.expiresAt && <EmergencyNotice expiresAt={chart.expiresAt} timeZone={timeZone} />}
      <PageHeader
        title={<Entered>{bothNames(patient)}</Entered>}
        actions={
          <>
            {permits.write && <ButtonLink href={`${here}/record`}>{t("write")}</ButtonLink>}
            {actor.role === "admin" && (
              <>
                <ButtonLink href={`${here}/profile`} variant="secondary">
                  {t("profile")}
                </ButtonLink>
                <ButtonLink href={`${here}/access`} variant="secondary">
                  {t("accessLog")}
                </ButtonLink>
                <ButtonLink href={`${here}/whole`} variant="secondary">
                  {t("whole")}
                </ButtonLink>
              </>
            )}
            <ButtonLink href={home} variant="quiet">
              {t("back")}
            </ButtonLink>
          </>
        }
      >
        {headFacts(patient, t)}
      </PageHeader>
      <AllergyBanner
        allergies={history.flatMap(({ kind, name }) => (kind === "allergy" ? [name] : []))}
      />
      {labs.length > 0 && (
        <Section id="labs" title={t("labs")}>
          <LabOverview
            labs={labs}
            most={TESTS}
            seriesHref={(key) => testHref(actor.role, patient.id, key)}
            allHref={`${here}/labs`}
          />
        </Section>
      )}
      <Section id="timeline" title={t("timeline")}>
        {timeline.length === 0 ? (
          <EmptyState title={t("empty")}>{t("emptyBody")}</EmptyState>
        ) : (
          <Timeline
            items={timeline}
            recordHref={(id) => `/${actor.role}/records/${id}`}
            visitHref={(id) => `/${actor.role}/appointments/${id}`}
          />
        )}
        <Pagination
          newerHref={cursor && here}
          olderHref={nextCursor ? withParams(here, { cursor: nextCursor }) : undefined}
        />
      </Section>
      <Section
        id="history"
        title={t("history")}
        actions={
          actor.role === "doctor" && (
            <ButtonLink href={`${here}/history`} variant="secondary" size="small">
              {t("historyAll")}
            </ButtonLink>
          )
        }
      >
        <HistorySummary entries={history} timeZone={timeZone} />
      </Section>
      <Section id="facts" title={t("facts")}>
        <ProfileFacts profile={patient} showNumber={showInsuranceNumber} />
      </Section>
    </>
  );
}
