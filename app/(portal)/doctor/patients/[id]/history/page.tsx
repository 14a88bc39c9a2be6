import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { HistoryPage } from "#app/_pages/history.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { idOr404, requireRole } from "#lib/web/guard.ts";

type Props = PageProps<"/doctor/patients/[id]/history">;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("history"))("title") };
}

export default async function PatientHistoryPage({ params, searchParams }: Props) {
  const { id } = await params;
  const patient = `/doctor/patients/${id}`;
  const actor = await requireRole("doctor", `${patient}/history`);
  const t = await getTranslations("history");
  return (
    <HistoryPage
      actor={actor}
      patientId={idOr404(id)}
      path={`${patient}/history`}
      back={(name) => (
        <ButtonLink href={patient} variant="quiet">
          {t("back", { name })}
        </ButtonLink>
      )}
      searchParams={searchParams}
    />
  );
}
