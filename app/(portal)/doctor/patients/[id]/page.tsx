import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Chart } from "#app/_pages/chart.tsx";
import { requireRole } from "#lib/web/guard.ts";
import type { SearchParams } from "#lib/web/search-params.ts";

interface PageProps {
  params: Promise<{ id: string }>;
  searchParams: SearchParams;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("chart"))("title") };
}

export default async function PatientPage({ params, searchParams }: PageProps) {
  const { id } = await params;
  const actor = await requireRole("doctor", `/doctor/patients/${id}`);
  return <Chart actor={actor} patientId={id} searchParams={searchParams} />;
}
