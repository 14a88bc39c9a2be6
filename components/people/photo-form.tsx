import { useTranslations } from "next-intl";
import { Portrait } from "#components/availability/portrait.tsx";
import { ActionForm } from "#components/ui/action-form.tsx";
import { Button } from "#components/ui/button.tsx";
import { FileField } from "#components/ui/file-field.tsx";
import { Form } from "#components/ui/form.tsx";
import { Section } from "#components/ui/section.tsx";
import { MOST_PHOTO_BYTES } from "#lib/people/rules.ts";
import type { ProfileView } from "#lib/people/views.ts";
import type { FormAction } from "#lib/web/form-state.ts";
import { ProfileFields } from "./profile-fields.tsx";

interface PhotoFormProps {
  profile: ProfileView;
  remove: FormAction;
  /** What was wrong with the last file. */
  error: string | undefined;
}

/** A doctor's portrait: drawn, or uploaded to the photo's own address. */
export function PhotoForm({ profile, remove, error }: PhotoFormProps) {
  const t = useTranslations("doctor.profile.photo");
  const tooLarge = useTranslations("errors.fields")("photo_size");
  const { id, name, photo } = profile;
  return (
    <Section id="photo" title={t("title")}>
      <div className="flex flex-col gap-6 sm:flex-row sm:items-start">
        <Portrait name={name} photo={photo} className="size-28" />
        <div className="flex min-w-0 grow flex-col gap-4 sm:max-w-prose">
          {!photo && <p className="text-soft">{t("drawn")}</p>}
          <Form
            method="post"
            action={`/doctors/${id}/photo`}
            encType="multipart/form-data"
            className="flex flex-col gap-4"
          >
            <FileField
              name="photo"
              accept="image/jpeg,image/png"
              most={MOST_PHOTO_BYTES}
              label={t("file")}
              hint={t("hint")}
              error={error}
              tooLarge={tooLarge}
            />
            <div>
              <Button type="submit" wide>
                {t("upload")}
              </Button>
            </div>
          </Form>
          {photo && (
            <ActionForm action={remove} submit={t("remove")} submitVariant="secondary">
              <ProfileFields profile={profile} />
            </ActionForm>
          )}
        </div>
      </div>
    </Section>
  );
}
