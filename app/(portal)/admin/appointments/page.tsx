import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AppointmentList } from "#app/_pages/appointment-list.tsx";
import { listDirectoryChoices } from "#lib/people/queries.ts";
import { requireRole } from "#lib/web/guard.ts";
import type { SearchParams } from "#lib/web/search-params.ts";

const PATH = "/admin/appointments";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("admin.appointments");
  return { title: t("title") };
}

export default async function AdminAppointmentsPage({
  searchParams,
}: {
  searchParams: SearchParams;
}) {
  const actor = await requireRole("admin", PATH);
  const t = await getTranslations("admin.appointments");
  const { doctors, clinics } = await listDirectoryChoices(actor, { disabled: true });
  const option = ({ id, name }: { id: string; name: string }) => ({ value: id, label: name });
  return (
    <AppointmentList
      actor={actor}
      path={PATH}
      searchParams={searchParams}
      lead={t("lead")}
      doctors={doctors.map(option)}
      clinics={clinics.map(option)}
    />
  );
}
