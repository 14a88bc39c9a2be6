import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { redirect } from "next/navigation";
import { changeRecord } from "#app/_actions/records.ts";
import { WritingPage } from "#app/_pages/writing.tsx";
import { getChangeWriting } from "#lib/records/writing.ts";
import { idOr404, orNotFound, requireRole } from "#lib/web/guard.ts";
import { textParams, type SearchParams } from "#lib/web/search-params.ts";

interface PageProps {
  params: Promise<{ id: string }>;
  searchParams: SearchParams;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("records.form"))("titleChange") };
}

export default async function ChangeRecordPage({ params, searchParams }: PageProps) {
  const id = idOr404((await params).id);
  const actor = await requireRole("doctor", `/doctor/records/${id}/change`);
  const { done } = await textParams(searchParams);
  const found = await orNotFound(getChangeWriting(actor, id, new Date()));
  // The record itself says why it cannot be changed any more.
  if (!found) redirect(`/doctor/records/${id}`);
  const { record, ...writing } = found;
  return (
    <WritingPage
      writing={writing}
      form="change"
      version={record.version}
      action={changeRecord}
      backHref={`/doctor/records/${id}`}
      done={done}
    />
  );
}
