import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { WholeRecordPage } from "#app/_pages/whole.tsx";
import { getOwnWholeRecord } from "#lib/chart/whole.ts";
import { requireRole } from "#lib/web/guard.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("records.whole"))("title") };
}

export default async function WholePage({ searchParams }: PageProps<"/patient/whole">) {
  const actor = await requireRole("patient", "/patient/whole");
  return (
    <WholeRecordPage
      actor={actor}
      patientId={actor.patientId ?? ""}
      load={(patientId, cursor, now) => getOwnWholeRecord(actor, patientId, cursor, now)}
      exportHref="/patient/export"
      searchParams={searchParams}
    />
  );
}
