import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AppointmentList } from "#app/_pages/appointment-list.tsx";
import { requireRole } from "#lib/web/guard.ts";
import type { SearchParams } from "#lib/web/search-params.ts";

const PATH = "/doctor/appointments";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("admin.appointments");
  return { title: t("title") };
}

export default async function DoctorAppointmentsPage({
  searchParams,
}: {
  searchParams: SearchParams;
}) {
  const actor = await requireRole("doctor", PATH);
  return <AppointmentList actor={actor} path={PATH} searchParams={searchParams} />;
}
