import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Versions } from "#app/_pages/versions.tsx";
import { requireRole } from "#lib/web/guard.ts";
import type { SearchParams } from "#lib/web/search-params.ts";

interface PageProps {
  params: Promise<{ id: string }>;
  searchParams: SearchParams;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("records.revisions"))("title") };
}

export default async function VersionsPage({ params, searchParams }: PageProps) {
  const { id } = await params;
  const actor = await requireRole("patient", `/patient/records/${id}/versions`);
  return <Versions actor={actor} id={id} searchParams={searchParams} />;
}
