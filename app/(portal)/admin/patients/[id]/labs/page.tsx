import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Labs } from "#app/_pages/labs.tsx";
import { requireRole } from "#lib/web/guard.ts";
import type { SearchParams } from "#lib/web/search-params.ts";

interface PageProps {
  params: Promise<{ id: string }>;
  searchParams: SearchParams;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("records.lab"))("title") };
}

export default async function LabsPage({ params, searchParams }: PageProps) {
  const { id } = await params;
  const actor = await requireRole("admin", `/admin/patients/${id}/labs`);
  return <Labs actor={actor} patientId={id} searchParams={searchParams} />;
}
