import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ProposePage } from "#app/_pages/propose.tsx";
import { requireRole } from "#lib/web/guard.ts";
import type { SearchParams } from "#lib/web/search-params.ts";

interface PageProps {
  params: Promise<{ id: string }>;
  searchParams: SearchParams;
}

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("doctor.appointment");
  return { title: t("propose") };
}

export default async function AdminProposePage({ params, searchParams }: PageProps) {
  const { id } = await params;
  const back = `/admin/appointments/${id}`;
  const actor = await requireRole("admin", `${back}/propose`);
  return <ProposePage actor={actor} id={id} back={back} searchParams={searchParams} />;
}
