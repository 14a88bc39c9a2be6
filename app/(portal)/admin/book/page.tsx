import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { DeskPage } from "#app/_pages/desk.tsx";
import { requireRole } from "#lib/web/guard.ts";
import type { SearchParams } from "#lib/web/search-params.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("desk.add");
  return { title: t("title") };
}

export default async function AdminBookPage({ searchParams }: { searchParams: SearchParams }) {
  const actor = await requireRole("admin", "/admin/book");
  return <DeskPage actor={actor} path="/admin/book" searchParams={searchParams} />;
}
