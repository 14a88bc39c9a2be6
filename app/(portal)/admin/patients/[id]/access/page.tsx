import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AccessLog } from "#app/_pages/access-log.tsx";
import { requireRole } from "#lib/web/guard.ts";
import type { SearchParams } from "#lib/web/search-params.ts";

interface PageProps {
  params: Promise<{ id: string }>;
  searchParams: SearchParams;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("accessLog"))("title") };
}

export default async function AccessPage({ params, searchParams }: PageProps) {
  const { id } = await params;
  const actor = await requireRole("admin", `/admin/patients/${id}/access`);
  return <AccessLog actor={actor} patientId={id} searchParams={searchParams} />;
}
