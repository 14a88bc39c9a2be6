import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Calendar } from "#app/_pages/calendar.tsx";
import { requireRole } from "#lib/web/guard.ts";
import type { SearchParams } from "#lib/web/search-params.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("calendar");
  return { title: t("title") };
}

export default async function DoctorCalendarPage({ searchParams }: { searchParams: SearchParams }) {
  const actor = await requireRole("doctor", "/doctor/calendar");
  return <Calendar actor={actor} home="/doctor" searchParams={searchParams} />;
}
