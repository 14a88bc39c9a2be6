import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { SummaryPaper } from "#app/_pages/paper.tsx";
import { requireRole } from "#lib/web/guard.ts";

interface PageProps {
  params: Promise<{ id: string }>;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("records.paper"))("summary") };
}

export default async function PaperPage({ params }: PageProps) {
  const { id } = await params;
  const actor = await requireRole("patient", `/patient/records/${id}/paper`);
  return <SummaryPaper actor={actor} id={id} />;
}
