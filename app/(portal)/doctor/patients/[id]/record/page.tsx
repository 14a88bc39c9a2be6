import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { writeNewRecord } from "#app/_actions/records.ts";
import { WritingPage } from "#app/_pages/writing.tsx";
import { getNewWriting } from "#lib/records/writing.ts";
import { idOr404, orNotFound, requireRole } from "#lib/web/guard.ts";
import { textParams, type SearchParams } from "#lib/web/search-params.ts";

interface PageProps {
  params: Promise<{ id: string }>;
  searchParams: SearchParams;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("records.form"))("titleNew") };
}

/** A new record: about a visit (`?about=`), or apart from one. */
export default async function NewRecordPage({ params, searchParams }: PageProps) {
  const id = idOr404((await params).id);
  const actor = await requireRole("doctor", `/doctor/patients/${id}/record`);
  const { about, done } = await textParams(searchParams);
  const writing = await orNotFound(getNewWriting(actor, id, idOr404(about ?? id), new Date()));
  const backHref = writing.visit
    ? `/doctor/appointments/${writing.visit.id}`
    : `/doctor/patients/${id}`;
  return (
    <WritingPage
      writing={writing}
      form="new"
      action={writeNewRecord}
      backHref={backHref}
      done={done}
    />
  );
}
