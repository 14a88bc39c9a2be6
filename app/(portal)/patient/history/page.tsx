import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { HistoryPage } from "#app/_pages/history.tsx";
import { requireRole } from "#lib/web/guard.ts";
import type { SearchParams } from "#lib/web/search-params.ts";

const PATH = "/patient/history";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("history"))("title") };
}

export default async function OwnHistoryPage({ searchParams }: { searchParams: SearchParams }) {
  const actor = await requireRole("patient", PATH);
  return (
    <HistoryPage
      actor={actor}
      patientId={actor.patientId ?? ""}
      path={PATH}
      searchParams={searchParams}
    />
  );
}
