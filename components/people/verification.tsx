import { useTranslations } from "next-intl";
import { ActionForm } from "#components/ui/action-form.tsx";
import { Alert } from "#components/ui/alert.tsx";
import { ButtonLink, buttonClass } from "#components/ui/button.tsx";
import { FormDetails } from "#components/ui/form-details.tsx";
import { FormQuestions } from "#components/ui/form-questions.tsx";
import { Section } from "#components/ui/section.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { formatDate } from "#lib/format.ts";
import type { ProfileView } from "#lib/people/views.ts";
import type { FormAction } from "#lib/web/form-state.ts";
import { ProfileFields } from "./profile-fields.tsx";

interface VerificationProps {
  profile: ProfileView;
  verifiedAt: string;
  takeBack: FormAction;
}

/** Since when a doctor is verified, and the way back from there: not while patients count on the doctor. */
export function Verification({ profile, verifiedAt, takeBack }: VerificationProps) {
  const t = useTranslations("doctor.profile");
  const working = useTranslations("ui.form")("working");
  return (
    <Section id="verification" title={t("verification")}>
      <p>{t("verifiedOn", { when: formatDate(verifiedAt, profile.clinic.timeZone) })}</p>
      {profile.visitsAhead > 0 ? (
        <Alert title={t("ahead", { count: profile.visitsAhead })}>
          <p>{t("aheadBody")}</p>
          <ButtonLink
            href={`/admin/appointments?doctor=${profile.id}`}
            variant="secondary"
            className="mt-3"
          >
            {t("aheadShow")}
          </ButtonLink>
        </Alert>
      ) : (
        <ActionForm action={takeBack} className="max-w-prose">
          <ProfileFields profile={profile} />
          <FormDetails
            summary={t("takeBack")}
            summaryClass={buttonClass({ variant: "danger", wide: true })}
          >
            <div className="mt-4 flex flex-col gap-4 rounded-card border border-line bg-surface p-5">
              <h3 className="text-lg font-bold">{t("takeBackTitle")}</h3>
              <p>{t("takeBackBody")}</p>
              <FormQuestions />
              <div>
                <SubmitButton pendingLabel={working} variant="danger" wide>
                  {t("takeBack")}
                </SubmitButton>
              </div>
            </div>
          </FormDetails>
        </ActionForm>
      )}
    </Section>
  );
}
