import { useTranslations } from "next-intl";
import { ActionForm } from "#components/ui/action-form.tsx";
import { Alert } from "#components/ui/alert.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { Section } from "#components/ui/section.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import type { AppointmentView } from "#lib/appointments/views.ts";
import type { FormAction } from "#lib/web/form-state.ts";
import { proposedWhen } from "./proposal-words.ts";
import { ReasonForm } from "./reason-form.tsx";
import { SubjectFields } from "./subject-fields.tsx";

export interface StaffActionsProps {
  appointment: AppointmentView;
  actions: Record<"approve" | "decline" | "cancel" | "recordOutcome", FormAction>;
  moveHref: string;
  proposeHref: string;
  /** Opens the form for declining: the answer that was begun on the dashboard. */
  declining?: boolean;
}

/** What a doctor or an admin may do with an appointment now, as the server permits it. */
export function StaffActions({
  appointment,
  actions,
  moveHref,
  proposeHref,
  declining,
}: StaffActionsProps) {
  const t = useTranslations("doctor.appointment");
  const working = useTranslations("ui.form")("working");
  const { permits, changeNeedsReason, status, proposals } = appointment;
  // A request is declined, not canceled: one way to say no is enough.
  const cancels = permits.cancel && !permits.decline;
  return (
    <>
      {permits.approve && !permits.decline && (
        <Section id="decide" title={t("added")}>
          <p>{t("addedBody")}</p>
          <ActionForm action={actions.approve} submit={t("confirm")}>
            <SubjectFields appointment={appointment} />
          </ActionForm>
        </Section>
      )}
      {permits.approve && permits.decline && (
        <Section id="decide" title={t("decide")}>
          {proposals.length > 0 && (
            <Alert tone="info" title={t("waits")}>
              {t("proposed", { when: proposedWhen(appointment) })}
            </Alert>
          )}
          <div className="flex flex-col gap-4 sm:flex-row sm:flex-wrap sm:items-start">
            <ActionForm
              action={actions.approve}
              submit={t(proposals.length > 0 ? "approveFirst" : "approve")}
            >
              <SubjectFields appointment={appointment} />
            </ActionForm>
            {permits.propose && (
              <ButtonLink href={proposeHref} variant="secondary" wide>
                {t(proposals.length > 0 ? "proposeAnew" : "propose")}
              </ButtonLink>
            )}
            <ReasonForm
              appointment={appointment}
              action={actions.decline}
              schema="appointments.decline"
              label={t("decline")}
              title={t("declineTitle")}
              reasonLabel={t("declineReason")}
              reasonRequired
              open={declining}
            />
          </div>
        </Section>
      )}
      {(permits.complete || permits.noShow) && (
        <Section id="outcome" title={t(status === "confirmed" ? "outcome" : "correct")}>
          <ActionForm action={actions.recordOutcome}>
            <SubjectFields appointment={appointment} />
            <div className="flex flex-wrap gap-3">
              {permits.complete && (
                <SubmitButton name="outcome" value="complete" pendingLabel={working} wide>
                  {t("complete")}
                </SubmitButton>
              )}
              {permits.noShow && (
                <SubmitButton
                  name="outcome"
                  value="noShow"
                  pendingLabel={working}
                  variant="secondary"
                  wide
                >
                  {t("noShow")}
                </SubmitButton>
              )}
            </div>
          </ActionForm>
        </Section>
      )}
      {(permits.reschedule || cancels) && (
        <div className="flex flex-col gap-4 sm:flex-row sm:flex-wrap sm:items-start print:hidden">
          {permits.reschedule && (
            <ButtonLink href={moveHref} variant="secondary" wide>
              {t("move")}
            </ButtonLink>
          )}
          {cancels && (
            <ReasonForm
              appointment={appointment}
              action={actions.cancel}
              schema="appointments.cancel"
              label={t("cancel")}
              title={t("cancelTitle")}
              body={t("cancelBody")}
              reasonLabel={t(changeNeedsReason ? "cancelReason" : "cancelReasonOptional")}
              reasonRequired={changeNeedsReason}
            />
          )}
        </div>
      )}
    </>
  );
}
