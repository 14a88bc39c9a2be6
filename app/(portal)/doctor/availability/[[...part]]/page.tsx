import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { SchedulePage } from "#app/_pages/schedule.tsx";
import { requireRole } from "#lib/web/guard.ts";
import type { SearchParams } from "#lib/web/search-params.ts";

const PATH = "/doctor/availability";

interface PageProps {
  params: Promise<{ part?: string[] }>;
  searchParams: SearchParams;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("schedule"))("title") };
}

export default async function AvailabilityPage({ params, searchParams }: PageProps) {
  const { part } = await params;
  const actor = await requireRole("doctor", [PATH, ...(part ?? [])].join("/"));
  return (
    <SchedulePage
      actor={actor}
      doctorId={actor.doctorId ?? ""}
      path={PATH}
      below={part}
      searchParams={searchParams}
    />
  );
}
