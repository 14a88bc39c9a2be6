import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PrescriptionPaper } from "#app/_pages/paper.tsx";
import { requireRole } from "#lib/web/guard.ts";

interface PageProps {
  params: Promise<{ id: string }>;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("records.paper"))("prescription") };
}

export default async function PrescriptionPage({ params }: PageProps) {
  const { id } = await params;
  const actor = await requireRole("patient", `/patient/records/${id}/prescription`);
  return <PrescriptionPaper actor={actor} id={id} />;
}
