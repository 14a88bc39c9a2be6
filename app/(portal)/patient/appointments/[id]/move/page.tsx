import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { MovePage } from "#app/_pages/move.tsx";
import { requireRole } from "#lib/web/guard.ts";
import type { SearchParams } from "#lib/web/search-params.ts";

interface PageProps {
  params: Promise<{ id: string }>;
  searchParams: SearchParams;
}

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("patient.move");
  return { title: t("choose") };
}

export default async function PatientMovePage({ params, searchParams }: PageProps) {
  const { id } = await params;
  const back = `/patient/appointments/${id}`;
  const actor = await requireRole("patient", `${back}/move`);
  return <MovePage actor={actor} id={id} back={back} searchParams={searchParams} />;
}
