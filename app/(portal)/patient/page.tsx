import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import Link from "next/link";
import { accept } from "#app/_actions/appointments.ts";
import { AppointmentCard } from "#components/appointments/appointment-card.tsx";
import { AppointmentTable } from "#components/appointments/appointment-table.tsx";
import { ConfirmAdded } from "#components/appointments/confirm-added.tsx";
import { ProposedTimes } from "#components/appointments/proposed-times.tsx";
import { formatDeadline } from "#lib/format.ts";
import { ButtonLink } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Pagination } from "#components/ui/pagination.tsx";
import { Section } from "#components/ui/section.tsx";
import { getPatientOverview } from "#lib/appointments/overview.ts";
import type { AppointmentView } from "#lib/appointments/views.ts";
import { calledName } from "#lib/names/rules.ts";
import { orNotFound, requireRole } from "#lib/web/guard.ts";
import { textParams, withParams, type SearchParams } from "#lib/web/search-params.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("shell.nav");
  return { title: t("overview") };
}

export default async function PatientPage({ searchParams }: { searchParams: SearchParams }) {
  const actor = await requireRole("patient", "/patient");
  const t = await getTranslations("patient.overview");
  const offered = await getTranslations("appointments.proposal");
  const { cursor } = await textParams(searchParams);
  const { upcoming, past } = await orNotFound(getPatientOverview(actor, cursor, new Date()));
  const [next, ...others] = upcoming;
  const hrefFor = ({ id }: { id: string }) => `/patient/appointments/${id}`;
  const noteFor = ({ status, expiresAt, clinic, permits }: AppointmentView) =>
    status === "pending" && expiresAt && !permits.accept
      ? t("answerBy", { when: formatDeadline(expiresAt, clinic.timeZone) })
      : undefined;
  const answerTo = (appointment: AppointmentView) => {
    if (!appointment.permits.accept) return null;
    return appointment.status === "pending" ? (
      <div className="flex w-full flex-col gap-3">
        <h4 className="font-bold">{offered("title")}</h4>
        <ProposedTimes appointment={appointment} action={accept} />
        <p>
          <Link href={hrefFor(appointment)} prefetch={false} className="link">
            {offered("otherWays")}
          </Link>
        </p>
      </div>
    ) : (
      <ConfirmAdded appointment={appointment} action={accept} />
    );
  };
  return (
    <>
      <PageHeader
        title={t("title", { name: calledName(actor) })}
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
              actions={answerTo(next)}
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
                actions={answerTo(appointment)}
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
