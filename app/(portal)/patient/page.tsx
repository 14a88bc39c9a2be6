import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AppointmentCard } from "#components/appointments/appointment-card.tsx";
import { AppointmentTable } from "#components/appointments/appointment-table.tsx";
import { formatDeadline } from "#lib/format.ts";
import { ButtonLink } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Pagination } from "#components/ui/pagination.tsx";
import { Section } from "#components/ui/section.tsx";
import { getPatientOverview } from "#lib/appointments/overview.ts";
import type { AppointmentView } from "#lib/appointments/views.ts";
import { orNotFound, requireRole } from "#lib/web/guard.ts";
import { textParams, withParams, type SearchParams } from "#lib/web/search-params.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("shell.nav");
  return { title: t("overview") };
}

export default async function PatientPage({ searchParams }: { searchParams: SearchParams }) {
  const actor = await requireRole("patient", "/patient");
  const t = await getTranslations("patient.overview");
  const { cursor } = await textParams(searchParams);
  const { upcoming, past } = await orNotFound(getPatientOverview(actor, cursor, new Date()));
  const [next, ...others] = upcoming;
  const hrefFor = ({ id }: { id: string }) => `/patient/appointments/${id}`;
  const noteFor = ({ status, expiresAt, clinic }: AppointmentView) =>
    status === "pending" && expiresAt
      ? t("answerBy", { when: formatDeadline(expiresAt, clinic.timeZone) })
      : undefined;
  return (
    <>
      <PageHeader
        title={t("title", { name: actor.name })}
        actions={<ButtonLink href="/doctors">{t("book")}</ButtonLink>}
      >
        {t("lead")}
      </PageHeader>
      {!cursor && (
        <Section id="next" title={t("next")}>
          {next ? (
            <AppointmentCard
              appointment={next}
              audience="patient"
              href={hrefFor(next)}
              note={noteFor(next)}
              highlighted
            />
          ) : (
            <EmptyState
              title={t("emptyTitle")}
              action={<ButtonLink href="/doctors">{t("book")}</ButtonLink>}
            >
              {t("emptyBody")}
            </EmptyState>
          )}
        </Section>
      )}
      {!cursor && others.length > 0 && (
        <Section id="upcoming" title={t("upcoming")}>
          <div className="grid grid-cols-1 gap-4 xl:grid-cols-2">
            {others.map((appointment) => (
              <AppointmentCard
                key={appointment.id}
                appointment={appointment}
                audience="patient"
                href={hrefFor(appointment)}
                note={noteFor(appointment)}
              />
            ))}
          </div>
        </Section>
      )}
      <Section id="past" title={t("past")}>
        {past.items.length === 0 ? (
          <p className="text-soft">{t("pastEmpty")}</p>
        ) : (
          <AppointmentTable
            caption={t("past")}
            appointments={past.items}
            audience="patient"
            hrefFor={hrefFor}
          />
        )}
        <Pagination
          newerHref={cursor && "/patient"}
          older={t("older")}
          olderHref={
            past.nextCursor ? withParams("/patient", { cursor: past.nextCursor }) : undefined
          }
        />
      </Section>
    </>
  );
}
