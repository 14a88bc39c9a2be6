import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { saveProfile } from "#app/_actions/patients.ts";
import { ProfileForm } from "#components/patients/profile-form.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { Done } from "#components/ui/done.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { getProfile } from "#lib/patients/queries.ts";
import { idOr404, orNotFound, requireRole } from "#lib/web/guard.ts";
import { textParams } from "#lib/web/search-params.ts";

type Props = PageProps<"/admin/patients/[id]/profile">;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("patients.edit"))("title") };
}

export default async function AdminProfilePage({ params, searchParams }: Props) {
  const { id } = await params;
  const path = `/admin/patients/${id}`;
  const actor = await requireRole("admin", `${path}/profile`);
  const { done } = await textParams(searchParams);
  const profile = await orNotFound(getProfile(actor, idOr404(id), new Date()));
  const t = await getTranslations("patients");
  const { name, version } = profile;
  return (
    <>
      {done === "saved" && <Done key={version}>{t("done")}</Done>}
      <PageHeader
        title={t("edit.admin", { name })}
        actions={
          <ButtonLink href={path} variant="quiet">
            {t("edit.backToPatient", { name })}
          </ButtonLink>
        }
      />
      <ProfileForm
        key={version}
        profile={profile}
        action={saveProfile}
        backHref={path}
        own={false}
      />
    </>
  );
}
