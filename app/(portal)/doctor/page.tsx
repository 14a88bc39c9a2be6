import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { approve, recordSeveral } from "#app/_actions/appointments.ts";
import { OwnApplication } from "#app/_pages/own-application.tsx";
import { AppointmentCard } from "#components/appointments/appointment-card.tsx";
import { AppointmentTable } from "#components/appointments/appointment-table.tsx";
import { OutcomeForm } from "#components/appointments/outcome-form.tsx";
import { proposedWhen } from "#components/appointments/proposal-words.ts";
import { SubjectFields } from "#components/appointments/subject-fields.tsx";
import { ActionForm } from "#components/ui/action-form.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Section } from "#components/ui/section.tsx";
import { isApplicant } from "#lib/access/actor.ts";
import { getDoctorDay, OPEN_ENDS_ON_DASHBOARD } from "#lib/appointments/queries.ts";
import type { AppointmentView } from "#lib/appointments/views.ts";
import { formatDay, formatRelative } from "#lib/format.ts";
import { calledName } from "#lib/names/rules.ts";
import { orNotFound, requireRole } from "#lib/web/guard.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("shell.nav");
  return { title: t("dashboard") };
}

export default async function DoctorPage() {
  const actor = await requireRole("doctor", "/doctor");
  if (isApplicant(actor)) return <OwnApplication actor={actor} />;
  const t = await getTranslations("doctor.dashboard");
  const now = new Date();
  const day = await orNotFound(getDoctorDay(actor, now));
  const { today, requests, visits, upcoming } = day;
  const openEnds = day.openEnds.slice(0, OPEN_ENDS_ON_DASHBOARD);
  const hasMore = day.openEnds.length > openEnds.length;
  const hrefFor = ({ id }: { id: string }) => `/doctor/appointments/${id}`;
  const [toDecide, waiting] = [
    requests.filter(({ proposals }) => proposals.length === 0),
    requests.filter(({ proposals }) => proposals.length > 0),
  ];
  const expires = ({ expiresAt }: AppointmentView) =>
    expiresAt && t("expires", { when: formatRelative(expiresAt, now) });
  return (
    <>
      <PageHeader
        eyebrow={formatDay(today)}
        title={t("title", { name: calledName(actor) })}
        actions={
          <>
            <ButtonLink href="/doctor/book">{t("add")}</ButtonLink>
            <ButtonLink href="/doctor/calendar" variant="secondary">
              {t("calendar")}
            </ButtonLink>
            <ButtonLink href="/doctor/appointments" variant="secondary">
              {t("all")}
            </ButtonLink>
          </>
        }
      />
      <Section id="requests" title={`${t("requests")} (${toDecide.length})`}>
        {toDecide.length === 0 ? (
          <EmptyState title={t("requestsEmpty")}>{t("requestsEmptyBody")}</EmptyState>
        ) : (
          <div className="grid grid-cols-1 gap-4 xl:grid-cols-2">
            {toDecide.map((request) => (
              <AppointmentCard
                key={request.id}
                appointment={request}
                audience="doctor"
                href={hrefFor(request)}
                note={expires(request)}
                actions={<Answer request={request} href={hrefFor(request)} />}
                highlighted
              />
            ))}
          </div>
        )}
      </Section>
      {waiting.length > 0 && (
        <Section id="waiting" title={`${t("waiting")} (${waiting.length})`}>
          <div className="grid grid-cols-1 gap-4 xl:grid-cols-2">
            {waiting.map((request) => (
              <AppointmentCard
                key={request.id}
                appointment={request}
                audience="doctor"
                href={hrefFor(request)}
                note={
                  <>
                    {t("proposed", { when: proposedWhen(request) })} {expires(request)}
                  </>
                }
                actions={<Answer request={request} href={hrefFor(request)} />}
              />
            ))}
          </div>
        </Section>
      )}
      {openEnds.length > 0 && (
        <Section
          id="outcomes"
          title={t("openEnds", { count: openEnds.length, more: String(hasMore) })}
        >
          <p className="max-w-prose text-soft">{t("openEndsBody")}</p>
          <OutcomeForm
            appointments={openEnds}
            audience="doctor"
            action={recordSeveral}
            hrefFor={hrefFor}
          />
          {hasMore && (
            <a href="/doctor/outcomes" className="link">
              {t("openEndsAll")}
            </a>
          )}
        </Section>
      )}
      <Section id="visits" title={t("visits")}>
        {visits.length === 0 ? (
          <p className="text-soft">{t("visitsEmpty")}</p>
        ) : (
          <AppointmentTable
            caption={t("visits")}
            appointments={visits}
            audience="doctor"
            hrefFor={hrefFor}
          />
        )}
      </Section>
      <Section id="upcoming" title={t("upcoming")}>
        {upcoming.length === 0 ? (
          <p className="text-soft">{t("upcomingEmpty")}</p>
        ) : (
          <AppointmentTable
            caption={t("upcoming")}
            appointments={upcoming}
            audience="doctor"
            hrefFor={hrefFor}
          />
        )}
      </Section>
    </>
  );
}

/** Approving takes one press; declining needs a reason, which is given on the request's own page. */
async function Answer({ request, href }: { request: AppointmentView; href: string }) {
  const t = await getTranslations("doctor.appointment");
  const proposed = request.proposals.length > 0;
  return (
    <>
      <ActionForm
        action={approve}
        submit={t(proposed ? "approveFirst" : "approve")}
        {...(proposed && { submitVariant: "secondary" })}
      >
        <SubjectFields appointment={request} />
      </ActionForm>
      <ButtonLink href={`${href}/propose`} variant="secondary">
        {t(proposed ? "proposeAnew" : "propose")}
      </ButtonLink>
      <ButtonLink href={`${href}?answer=decline#decide`} variant="danger">
        {t("decline")}
      </ButtonLink>
    </>
  );
}
