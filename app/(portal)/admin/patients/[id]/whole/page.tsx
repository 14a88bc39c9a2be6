import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { WholeRecordPage } from "#app/_pages/whole.tsx";
import { getWholeRecord } from "#lib/chart/whole.ts";
import { requireProof } from "#lib/web/guard.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("records.whole"))("title") };
}

export default async function WholePage({
  params,
  searchParams,
}: PageProps<"/admin/patients/[id]/whole">) {
  const { id } = await params;
  const here = `/admin/patients/${id}`;
  const actor = await requireProof(`${here}/whole`);
  return (
    <WholeRecordPage
      actor={actor}
      patientId={id}
      load={(patientId, cursor, now) => getWholeRecord(actor, patientId, cursor, now)}
      exportHref={`${here}/export`}
      searchParams={searchParams}
    />
  );
}
