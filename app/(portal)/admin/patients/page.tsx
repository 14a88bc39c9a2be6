import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PatientList } from "#app/_pages/patient-list.tsx";
import { requireRole } from "#lib/web/guard.ts";
import type { SearchParams } from "#lib/web/search-params.ts";

const PATH = "/admin/patients";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("patients.list"))("title") };
}

export default async function AdminPatientsPage({ searchParams }: { searchParams: SearchParams }) {
  const actor = await requireRole("admin", PATH);
  const t = await getTranslations("patients.list");
  return <PatientList actor={actor} path={PATH} lead={t("admin")} searchParams={searchParams} />;
}
