import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ProfilePage } from "#app/_pages/profile.tsx";
import { idOr404, requireRole } from "#lib/web/guard.ts";
import type { SearchParams } from "#lib/web/search-params.ts";

interface PageProps {
  params: Promise<{ id: string }>;
  searchParams: SearchParams;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("admin.doctors"))("profile") };
}

export default async function DoctorProfilePage({ params, searchParams }: PageProps) {
  const { id } = await params;
  const actor = await requireRole("admin", `/admin/doctors/${id}/profile`);
  return <ProfilePage actor={actor} doctorId={idOr404(id)} searchParams={searchParams} />;
}
