import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { accept, cancel } from "#app/_actions/appointments.ts";
import { AppointmentDetails } from "#components/appointments/appointment-details.tsx";
import { ConfirmAdded } from "#components/appointments/confirm-added.tsx";
import { ProposedTimes } from "#components/appointments/proposed-times.tsx";
import { VisitRecords } from "#components/appointments/visit-records.tsx";
import { ReasonForm } from "#components/appointments/reason-form.tsx";
import { formatDeadline } from "#lib/format.ts";
import { Alert } from "#components/ui/alert.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { Done } from "#components/ui/done.tsx";
import { Entered } from "#components/ui/entered.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Section } from "#components/ui/section.tsx";
import { getAppointment } from "#lib/appointments/queries.ts";
import { isolated } from "#lib/names/rules.ts";
import { idOr404, orNotFound, requireRole } from "#lib/web/guard.ts";
import { textParams, withParams, type SearchParams } from "#lib/web/search-params.ts";

interface PageProps {
  params: Promise<{ id: string }>;
  searchParams: SearchParams;
}

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("patient.appointment");
  return { title: t("facts") };
}

const DONE = ["requested", "booked", "moved", "canceled", "changed"] as const;

export default async function PatientAppointmentPage({ params, searchParams }: PageProps) {
  const id = idOr404((await params).id);
  const here = `/patient/appointments/${id}`;
  const actor = await requireRole("patient", here);
  const t = await getTranslations("patient.appointment");
  const offered = await getTranslations("appointments.proposal");
  const word = await getTranslations("patient.done");
  const { done: doneParam } = await textParams(searchParams);
  const done = DONE.find((known) => known === doneParam);
  const { appointment, events, records, listed } = await orNotFound(
    getAppointment(actor, id, new Date()),
  );
  const { doctor, clinic, permits, status, changeableUntil } = appointment;
  const last = events.at(-1);
  const ahead = status === "pending" || status === "confirmed";
  const asked = status === "pending";
  return (
    <>
      {done && (
        <Done key={appointment.version} tone={done === "changed" ? "warning" : "success"}>
          {word(done)}
        </Done>
      )}
      <PageHeader
        title={t("title", { name: doctor.name })}
        actions={
          <ButtonLink href="/patient" variant="quiet">
            {t("back")}
          </ButtonLink>
        }
      />
      <AppointmentDetails appointment={appointment} events={events} audience="patient">
        {last?.reason && last.byRole !== "patient" && (
          <Alert title={t("said")}>
            <Entered>{last.reason}</Entered>
          </Alert>
        )}
        {permits.accept && asked && (
          <Section id="proposal" title={offered("title")}>
            <p>{offered("instead")}</p>
            <ProposedTimes appointment={appointment} action={accept} />
          </Section>
        )}
        {permits.accept && !asked && (
          <Section id="added" title={t("added")}>
            <ConfirmAdded appointment={appointment} action={accept} />
          </Section>
        )}
        {ahead && (
          <p className="text-soft">
            {permits.cancel
              ? t("changeable", { when: formatDeadline(changeableUntil, clinic.timeZone) })
              : t("tooLate", {
                  clinic: [isolated(clinic.name), isolated(clinic.phone)]
                    .filter(Boolean)
                    .join(", "),
                })}
          </p>
        )}
        {permits.cancel && (
          <div className="flex flex-col gap-4 sm:flex-row sm:flex-wrap sm:items-start print:hidden">
            <ButtonLink href={`${here}/move`} variant="secondary" wide>
              {t(permits.accept && asked ? "moveInstead" : "move")}
            </ButtonLink>
            <ReasonForm
              appointment={appointment}
              action={cancel}
              schema="appointments.cancel"
              label={t(asked ? "withdraw" : "cancel")}
              title={t(asked ? "withdrawTitle" : "cancelTitle")}
              body={t("cancelBody")}
              reasonLabel={t("cancelReason")}
              reasonRequired={false}
            />
          </div>
        )}
        <VisitRecords appointment={appointment} audience="patient" records={records} />
        {!ahead && (
          <p>
            {listed ? (
              <ButtonLink href={`/doctors/${doctor.id}`} variant="secondary">
                {t("bookAgain", { name: doctor.name })}
              </ButtonLink>
            ) : (
              <ButtonLink
                href={withParams("/doctors", { specialization: doctor.specialization })}
                variant="secondary"
              >
                {t("bookElsewhere")}
              </ButtonLink>
            )}
          </p>
        )}
      </AppointmentDetails>
    </>
  );
}
