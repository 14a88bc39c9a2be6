import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ProfilePage } from "#app/_pages/profile.tsx";
import { requireRole } from "#lib/web/guard.ts";
import type { SearchParams } from "#lib/web/search-params.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("doctor.profile"))("title") };
}

export default async function OwnProfilePage({ searchParams }: { searchParams: SearchParams }) {
  const actor = await requireRole("doctor", "/doctor/profile");
  return <ProfilePage actor={actor} doctorId={actor.doctorId ?? ""} searchParams={searchParams} />;
}
