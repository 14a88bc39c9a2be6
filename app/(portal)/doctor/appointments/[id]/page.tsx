import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { approve, cancel, decline, recordOutcome } from "#app/_actions/appointments.ts";
import { StaffPage } from "#components/appointments/staff-page.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { getAppointment } from "#lib/appointments/queries.ts";
import { idOr404, orNotFound, requireRole } from "#lib/web/guard.ts";
import { textParams, type SearchParams } from "#lib/web/search-params.ts";

interface PageProps {
  params: Promise<{ id: string }>;
  searchParams: SearchParams;
}

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("patient.appointment");
  return { title: t("facts") };
}

export default async function DoctorAppointmentPage({ params, searchParams }: PageProps) {
  const id = idOr404((await params).id);
  const here = `/doctor/appointments/${id}`;
  const actor = await requireRole("doctor", here);
  const t = await getTranslations("doctor.appointment");
  const { done, answer } = await textParams(searchParams);
  const { appointment, events } = await orNotFound(getAppointment(actor, id, new Date()));
  return (
    <StaffPage
      appointment={appointment}
      events={events}
      done={done}
      actions={{ approve, decline, cancel, recordOutcome }}
      declining={answer === "decline"}
      moveHref={`${here}/move`}
      back={
        <ButtonLink href="/doctor" variant="quiet">
          {t("back")}
        </ButtonLink>
      }
    />
  );
}
