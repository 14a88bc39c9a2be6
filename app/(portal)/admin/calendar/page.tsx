import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Calendar } from "#app/_pages/calendar.tsx";
import { requireRole } from "#lib/web/guard.ts";
import type { SearchParams } from "#lib/web/search-params.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("calendar");
  return { title: t("title") };
}

export default async function AdminCalendarPage({ searchParams }: { searchParams: SearchParams }) {
  const actor = await requireRole("admin", "/admin/calendar");
  return <Calendar actor={actor} home="/admin" searchParams={searchParams} />;
}
