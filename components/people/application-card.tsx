import { useTranslations } from "next-intl";
import { SpecializationName } from "#components/specialization-name.tsx";
import { ActionForm } from "#components/ui/action-form.tsx";
import { buttonClass } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { DescriptionList } from "#components/ui/description-list.tsx";
import { Entered } from "#components/ui/entered.tsx";
import { Field } from "#components/ui/field.tsx";
import { FormDetails } from "#components/ui/form-details.tsx";
import { FormQuestions } from "#components/ui/form-questions.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { formatDate, formatList } from "#lib/format.ts";
import { formatLanguage } from "#lib/formatting/languages.ts";
import type { ApplicationView } from "#lib/people/views.ts";
import type { FormAction } from "#lib/web/form-state.ts";

interface ApplicationCardProps {
  application: ApplicationView;
  actions: Record<"verify" | "decline", FormAction>;
}

/** All that an applicant says, and the two answers. One who was declined can still be verified. */
export function ApplicationCard({ application, actions }: ApplicationCardProps) {
  const t = useTranslations("admin.applications");
  const { name, email, specialization, clinic, languages, biography, declined } = application;
  const on = (at: string) => formatDate(at, clinic.timeZone);
  return (
    <Card as="article" className="flex flex-col gap-4">
      <div>
        <h3 className="text-lg leading-snug font-bold">
          <Entered>{name}</Entered>
        </h3>
        <p className="text-soft">{t("applied", { when: on(application.appliedAt) })}</p>
      </div>
      {declined && (
        <p className="font-semibold text-warning">
          {t("declinedOn", { when: on(declined.at), reason: declined.reason })}
        </p>
      )}
      <DescriptionList
        items={[
          { term: t("specialization"), description: <SpecializationName slug={specialization} /> },
          { term: t("clinic"), description: <Entered>{clinic.name}</Entered> },
          {
            term: t("license"),
            description: <Entered>{application.licenseNumber ?? t("notGiven")}</Entered>,
          },
          { term: t("email"), description: <Entered>{email ?? t("notGiven")}</Entered> },
          {
            term: t("languages"),
            description: formatList(languages.map(formatLanguage)) || t("notGiven"),
          },
          {
            term: t("biography"),
            description: (
              <p className="whitespace-pre-line">
                <Entered>{biography || t("notGiven")}</Entered>
              </p>
            ),
          },
        ]}
      />
      <div className="flex flex-col gap-4 sm:flex-row sm:flex-wrap sm:items-start">
        <ActionForm action={actions.verify} submit={t("verify")}>
          <ApplicationFields application={application} />
        </ActionForm>
        {!declined && <Decline application={application} action={actions.decline} />}
      </div>
    </Card>
  );
}

/** Opened first, then sent: a reason is needed. */
function Decline({ application, action }: { application: ApplicationView; action: FormAction }) {
  const t = useTranslations("admin.applications");
  const working = useTranslations("ui.form")("working");
  return (
    <ActionForm action={action} schema="people.decline" className="max-w-prose">
      <ApplicationFields application={application} />
      <FormDetails
        summary={t("decline")}
        summaryClass={buttonClass({ variant: "danger", wide: true })}
      >
        <div className="mt-4 flex flex-col gap-4">
          <h4 className="font-bold">{t("declineTitle")}</h4>
          <Field
            as="textarea"
            name="reason"
            label={t("declineReason")}
            rows={3}
            maxLength={1000}
            required
          />
          <FormQuestions />
          <div>
            <SubmitButton pendingLabel={working} variant="danger" wide>
              {t("decline")}
            </SubmitButton>
          </div>
        </div>
      </FormDetails>
    </ActionForm>
  );
}

function ApplicationFields({ application }: { application: ApplicationView }) {
  return (
    <>
      <input type="hidden" name="_id" value={application.id} />
      <input type="hidden" name="_version" value={application.version} />
    </>
  );
}
