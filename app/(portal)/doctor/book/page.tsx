import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { DeskPage } from "#app/_pages/desk.tsx";
import { requireRole } from "#lib/web/guard.ts";
import type { SearchParams } from "#lib/web/search-params.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("desk.add");
  return { title: t("title") };
}

export default async function DoctorBookPage({ searchParams }: { searchParams: SearchParams }) {
  const actor = await requireRole("doctor", "/doctor/book");
  return <DeskPage actor={actor} path="/doctor/book" searchParams={searchParams} />;
}
