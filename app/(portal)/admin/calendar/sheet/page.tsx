import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { DaySheets } from "#app/_pages/day-sheets.tsx";
import { requireRole } from "#lib/web/guard.ts";
import type { SearchParams } from "#lib/web/search-params.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("calendar.sheet");
  return { title: t("title") };
}

export default async function AdminSheetPage({ searchParams }: { searchParams: SearchParams }) {
  const actor = await requireRole("admin", "/admin/calendar/sheet");
  return <DaySheets actor={actor} home="/admin" searchParams={searchParams} />;
}
