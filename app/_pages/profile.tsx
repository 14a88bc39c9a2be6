import { getMessages, getTranslations } from "next-intl/server";
import { dropPhoto, saveProfile, takeBack } from "#app/_actions/doctors.ts";
import { PhotoForm } from "#components/people/photo-form.tsx";
import { ProfileForm } from "#components/people/profile-form.tsx";
import { Verification } from "#components/people/verification.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { Done } from "#components/ui/done.tsx";
import { Entered } from "#components/ui/entered.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import type { UserActor } from "#lib/access/actor.ts";
import { getProfile } from "#lib/people/profile.ts";
import { listDirectoryChoices } from "#lib/people/queries.ts";
import { orNotFound } from "#lib/web/guard.ts";
import { textParams, type SearchParams } from "#lib/web/search-params.ts";

const DONE = ["profile", "photo", "drawn", "ahead", "changed"] as const;
const LATE: readonly string[] = ["ahead", "changed"];

interface ProfilePageProps {
  actor: UserActor;
  doctorId: string;
  searchParams: SearchParams;
}

/** A doctor's profile and photo, for the doctor and for admins. `?photo=` says what was wrong with a file. */
export async function ProfilePage({ actor, doctorId, searchParams }: ProfilePageProps) {
  const t = await getTranslations("doctor.profile");
  const words: Record<string, string> = (await getMessages()).errors.fields;
  const params = await textParams(searchParams);
  const done = DONE.find((known) => known === params["done"]);
  const profile = await orNotFound(getProfile(actor, doctorId, new Date()));
  const { clinics, specializations } = await listDirectoryChoices(actor);
  const wrongPhoto = words[params["photo"] ?? ""];
  const byAdmin = actor.role === "admin";
  return (
    <>
      {done && (
        <Done
          key={`${profile.version} ${profile.photo}`}
          tone={LATE.includes(done) ? "warning" : "success"}
        >
          {t(`done.${done}`)}
        </Done>
      )}
      {wrongPhoto && <Done tone="danger">{wrongPhoto}</Done>}
      <PageHeader
        eyebrow={<Entered>{profile.clinic.name}</Entered>}
        title={byAdmin ? t("of", { name: profile.name }) : t("title")}
        actions={
          profile.verifiedAt && (
            <ButtonLink href={`/doctors/${profile.id}`} variant="secondary">
              {t("public")}
            </ButtonLink>
          )
        }
      >
        {profile.verifiedAt ? t("lead") : t("notVerified")}
      </PageHeader>
      <PhotoForm profile={profile} remove={dropPhoto} error={wrongPhoto} />
      <ProfileForm
        key={profile.version}
        profile={profile}
        action={saveProfile}
        specializations={[...specializations, profile.specialization]}
        clinics={byAdmin ? clinics.map(({ id, name }) => ({ value: id, label: name })) : null}
      />
      {byAdmin && profile.verifiedAt && (
        <Verification profile={profile} verifiedAt={profile.verifiedAt} takeBack={takeBack} />
      )}
    </>
  );
}
