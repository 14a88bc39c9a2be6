import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Outcomes } from "#app/_pages/outcomes.tsx";
import { requireRole } from "#lib/web/guard.ts";
import type { SearchParams } from "#lib/web/search-params.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("outcomes"))("title") };
}

export default async function AdminOutcomesPage({ searchParams }: { searchParams: SearchParams }) {
  const actor = await requireRole("admin", "/admin/outcomes");
  return <Outcomes actor={actor} searchParams={searchParams} />;
}
