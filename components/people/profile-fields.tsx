import type { ProfileView } from "#lib/people/views.ts";

/** Whose profile a form changes, and the version that was looked at. */
export function ProfileFields({ profile }: { profile: Pick<ProfileView, "id" | "version"> }) {
  return (
    <>
      <input type="hidden" name="_id" value={profile.id} />
      <input type="hidden" name="_version" value={profile.version} />
    </>
  );
}
