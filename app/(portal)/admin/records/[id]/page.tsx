import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { RecordPage } from "#app/_pages/record.tsx";
import { requireRole } from "#lib/web/guard.ts";
import type { SearchParams } from "#lib/web/search-params.ts";

interface PageProps {
  params: Promise<{ id: string }>;
  searchParams: SearchParams;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("records.page"))("title") };
}

export default async function OneRecordPage({ params, searchParams }: PageProps) {
  const { id } = await params;
  const actor = await requireRole("admin", `/admin/records/${id}`);
  return <RecordPage actor={actor} id={id} searchParams={searchParams} />;
}
