import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { saveProfile, showInsuranceNumber } from "#app/_actions/patients.ts";
import { ProfileFacts } from "#components/patients/profile-facts.tsx";
import { ProfileForm } from "#components/patients/profile-form.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { Done } from "#components/ui/done.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { getProfile } from "#lib/patients/queries.ts";
import { orNotFound, requireRole } from "#lib/web/guard.ts";
import { textParams, type SearchParams } from "#lib/web/search-params.ts";

const PATH = "/patient/profile";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("patients.profile"))("title") };
}

/** The patient's own profile; with `?edit` the form that changes it. */
export default async function ProfilePage({ searchParams }: { searchParams: SearchParams }) {
  const actor = await requireRole("patient", PATH);
  const t = await getTranslations("patients.profile");
  const { done, edit } = await textParams(searchParams);
  const profile = await orNotFound(getProfile(actor, actor.patientId ?? "", new Date()));
  if (edit !== undefined) {
    return (
      <>
        <PageHeader title={(await getTranslations("patients.edit"))("title")} />
        <ProfileForm profile={profile} action={saveProfile} backHref={PATH} own />
      </>
    );
  }
  return (
    <>
      {done === "saved" && (
        <Done key={profile.version}>{(await getTranslations("patients"))("done")}</Done>
      )}
      <PageHeader
        title={t("title")}
        actions={<ButtonLink href={`${PATH}?edit=1`}>{t("change")}</ButtonLink>}
      >
        {t("lead")}
      </PageHeader>
      <ProfileFacts profile={profile} showNumber={showInsuranceNumber} />
    </>
  );
}
