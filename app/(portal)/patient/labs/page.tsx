import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Labs } from "#app/_pages/labs.tsx";
import { requireRole } from "#lib/web/guard.ts";
import type { SearchParams } from "#lib/web/search-params.ts";

interface PageProps {
  searchParams: SearchParams;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("records.lab"))("title") };
}

export default async function LabsPage({ searchParams }: PageProps) {
  const actor = await requireRole("patient", "/patient/labs");
  return <Labs actor={actor} patientId={actor.patientId ?? ""} searchParams={searchParams} />;
}
