import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AccessLog } from "#app/_pages/access-log.tsx";
import { requireRole } from "#lib/web/guard.ts";
import type { SearchParams } from "#lib/web/search-params.ts";

interface PageProps {
  searchParams: SearchParams;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("accessLog"))("title") };
}

export default async function AccessPage({ searchParams }: PageProps) {
  const actor = await requireRole("patient", "/patient/access");
  return <AccessLog actor={actor} patientId={actor.patientId ?? ""} searchParams={searchParams} />;
}
