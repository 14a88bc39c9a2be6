import { getTranslations } from "next-intl/server";
import { AppointmentTable } from "#components/appointments/appointment-table.tsx";
import { HistorySummary } from "#components/history/history-summary.tsx";
import { ProfileFacts } from "#components/patients/profile-facts.tsx";
import { RecordContent } from "#components/records/record-content.tsx";
import { RecordHead } from "#components/records/record-head.tsx";
import { RevisionList } from "#components/records/revision-list.tsx";
import { buttonClass, ButtonLink } from "#components/ui/button.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Pagination } from "#components/ui/pagination.tsx";
import { PrintButton } from "#components/ui/print-button.tsx";
import { Section } from "#components/ui/section.tsx";
import type { UserActor } from "#lib/access/actor.ts";
import { currentZone } from "#lib/auth/session.ts";
import type { WholeRecordPage as WholeRecordView } from "#lib/chart/views.ts";
import { formatDeadline } from "#lib/format.ts";
import { idOr404, orNotFound } from "#lib/web/guard.ts";
import { textParams, type SearchParams } from "#lib/web/search-params.ts";
import { ownPath, seriesHref } from "./record-paths.ts";

interface WholeRecordProps {
  actor: UserActor;
  patientId: string;
  /** Reads a page of it, as this actor may. */
  load: (patientId: string, cursor: string | undefined, now: Date) => Promise<WholeRecordView>;
  exportHref: string;
  searchParams: SearchParams;
}

/** All that is kept about a patient, for paper: records a page at a time. As JSON it is one file. */
export async function WholeRecordPage({
  actor,
  patientId,
  load,
  exportHref,
  searchParams,
}: WholeRecordProps) {
  const t = await getTranslations("records.whole");
  const id = idOr404(patientId);
  const { cursor } = await textParams(searchParams);
  const whole = await orNotFound(load(id, cursor, new Date()));
  const timeZone = await currentZone();
  const { items: records, nextCursor } = whole.records;
  return (
    <>
      <PageHeader
        title={t("title")}
        actions={
          <>
            <PrintButton>{t("print")}</PrintButton>
            <a href={exportHref} className={buttonClass({ variant: "secondary" })}>
              {t("download")}
            </a>
            <ButtonLink href={ownPath(actor.role, id)} variant="quiet">
              {t("back")}
            </ButtonLink>
          </>
        }
      >
        {t("lead", { name: whole.patient.name, when: formatDeadline(whole.generatedAt, timeZone) })}
      </PageHeader>
      <Section id="facts" title={t("facts")}>
        <ProfileFacts profile={whole.patient} />
      </Section>
      <Section id="history" title={t("history")}>
        <HistorySummary entries={whole.history} timeZone={timeZone} />
      </Section>
      <Section id="records" title={t("records")}>
        {records.length === 0 && <p className="text-soft">{t("noRecords")}</p>}
        {records.map(({ revisions, ...record }) => (
          <article key={record.id} className="flex flex-col gap-4 border-t border-line pt-6">
            <RecordHead record={record} />
            <RecordContent
              content={record}
              timeZone={record.timeZone}
              heading="h3"
              seriesHref={(result) => seriesHref(actor.role, id, result)}
            />
            {revisions.length === 0 && (
              <p>
                <ButtonLink
                  href={`/${actor.role}/records/${record.id}/versions`}
                  variant="secondary"
                >
                  {t("versions", { count: record.version })}
                </ButtonLink>
              </p>
            )}
            {revisions.length > 1 && (
              <RevisionList
                revisions={revisions.toReversed()}
                timeZone={record.timeZone}
                seriesHref={(result) => seriesHref(actor.role, id, result)}
              />
            )}
          </article>
        ))}
        {nextCursor && <p className="text-soft">{t("more")}</p>}
        <Pagination
          newerHref={cursor ? "?" : undefined}
          olderHref={nextCursor ? `?cursor=${nextCursor}` : undefined}
        />
      </Section>
      <Section id="appointments" title={t("appointments")}>
        <AppointmentTable
          caption={t("appointments")}
          appointments={whole.appointments}
          audience={actor.role}
          hrefFor={(visit) => `/${actor.role}/appointments/${visit.id}`}
        />
      </Section>
    </>
  );
}
