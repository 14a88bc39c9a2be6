import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { StaffAppointment } from "#app/_pages/staff-appointment.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { requireRole } from "#lib/web/guard.ts";
import type { SearchParams } from "#lib/web/search-params.ts";

interface PageProps {
  params: Promise<{ id: string }>;
  searchParams: SearchParams;
}

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("patient.appointment");
  return { title: t("facts") };
}

export default async function DoctorAppointmentPage({ params, searchParams }: PageProps) {
  const { id } = await params;
  const path = `/doctor/appointments/${id}`;
  const actor = await requireRole("doctor", path);
  const t = await getTranslations("doctor.appointment");
  const back = (
    <ButtonLink href="/doctor" variant="quiet">
      {t("back")}
    </ButtonLink>
  );
  return (
    <StaffAppointment actor={actor} id={id} path={path} back={back} searchParams={searchParams} />
  );
}
