import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { SchedulePage } from "#app/_pages/schedule.tsx";
import { idOr404, requireRole } from "#lib/web/guard.ts";
import type { SearchParams } from "#lib/web/search-params.ts";

interface PageProps {
  params: Promise<{ id: string; part?: string[] }>;
  searchParams: SearchParams;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("schedule"))("title") };
}

export default async function DoctorAvailabilityPage({ params, searchParams }: PageProps) {
  const { id, part } = await params;
  const path = `/admin/doctors/${id}/availability`;
  const actor = await requireRole("admin", [path, ...(part ?? [])].join("/"));
  return (
    <SchedulePage
      actor={actor}
      doctorId={idOr404(id)}
      path={path}
      below={part}
      searchParams={searchParams}
    />
  );
}
