import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PatientList } from "#app/_pages/patient-list.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { requireRole } from "#lib/web/guard.ts";
import type { SearchParams } from "#lib/web/search-params.ts";

const PATH = "/doctor/patients";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("patients.list"))("title") };
}

export default async function DoctorPatientsPage({ searchParams }: { searchParams: SearchParams }) {
  const actor = await requireRole("doctor", PATH);
  const t = await getTranslations("patients.list");
  const emergency = await getTranslations("emergency");
  return (
    <PatientList
      actor={actor}
      path={PATH}
      lead={t("doctor")}
      actions={
        <ButtonLink href="/doctor/emergency" variant="secondary">
          {emergency("link")}
        </ButtonLink>
      }
      searchParams={searchParams}
    />
  );
}
