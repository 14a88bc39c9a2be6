import { useTranslations } from "next-intl";
import { ActionForm } from "#components/ui/action-form.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { formatDeadline, formatMoment } from "#lib/format.ts";
import type { AppointmentView } from "#lib/appointments/views.ts";
import type { FormAction } from "#lib/web/form-state.ts";
import { SubjectFields } from "./subject-fields.tsx";
import { WhenText } from "./when-text.tsx";

interface ProposedTimesProps {
  appointment: AppointmentView;
  /** Takes one of them. */
  action: FormAction;
}

/** The times that the practice offers instead of the one asked for; one press takes one. */
export function ProposedTimes({ appointment, action }: ProposedTimesProps) {
  const t = useTranslations("appointments.proposal");
  const working = useTranslations("ui.form")("working");
  const { proposals, expiresAt, clinic } = appointment;
  return (
    <ActionForm action={action} className="w-full gap-3!">
      <SubjectFields appointment={appointment} />
      {expiresAt && (
        <p className="text-soft">
          {t("heldUntil", { when: formatDeadline(expiresAt, clinic.timeZone) })}
        </p>
      )}
      <ul data-printed className="divide-y divide-line rounded-card border border-line">
        {proposals.map(({ startsAt, endsAt }) => (
          <li
            key={startsAt}
            className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 py-3"
          >
            <span className="font-semibold">
              <WhenText startsAt={startsAt} endsAt={endsAt} timeZone={clinic.timeZone} />
            </span>
            <SubmitButton
              name="startsAt"
              value={startsAt}
              pendingLabel={working}
              aria-label={t("takeThis", { when: formatMoment(startsAt, clinic.timeZone) })}
              size="small"
              wide
            >
              {t("take")}
            </SubmitButton>
          </li>
        ))}
      </ul>
    </ActionForm>
  );
}
