import { useTranslations } from "next-intl";
import { ActionForm } from "#components/ui/action-form.tsx";
import { Card } from "#components/ui/card.tsx";
import { Field } from "#components/ui/field.tsx";
import type { AppointmentView } from "#lib/appointments/views.ts";
import { formatWhen } from "#lib/format.ts";
import type { FormAction } from "#lib/web/form-state.ts";
import { SubjectFields } from "./subject-fields.tsx";

interface MoveConfirmProps {
  appointment: AppointmentView;
  /** The free time to which it would go. */
  slot: { startsAt: string; endsAt: string };
  byStaff: boolean;
  action: FormAction;
}

/** The last look before a visit moves: from where, to where, and what follows. */
export function MoveConfirm({ appointment, slot, byStaff, action }: MoveConfirmProps) {
  const t = useTranslations("patient.move");
  const { startsAt, endsAt, clinic, asksAnewWhenMoved, status } = appointment;
  const stays = byStaff && status === "pending";
  return (
    <Card className="max-w-prose" highlighted>
      <h2 className="text-xl font-bold">{t("confirmTitle")}</h2>
      <p className="mt-2 text-soft">
        {t("from")} <s>{formatWhen(startsAt, endsAt, clinic.timeZone)}</s>
      </p>
      <p className="mb-4 text-lg font-semibold">
        {t("to")} {formatWhen(slot.startsAt, slot.endsAt, clinic.timeZone)}
      </p>
      <ActionForm action={action} schema="appointments.reschedule" submit={t("confirm")}>
        <SubjectFields appointment={appointment} />
        <input type="hidden" name="startsAt" value={slot.startsAt} />
        {byStaff && <MoveReason required={appointment.changeNeedsReason} />}
        <p className="text-soft">
          {t(stays ? "staysPending" : asksAnewWhenMoved ? "asksAnew" : "stands")}
        </p>
      </ActionForm>
    </Card>
  );
}

/** Why staff moves a visit: needed once the patient could not move it any more. */
export function MoveReason({ required }: { required: boolean }) {
  const t = useTranslations("desk.move");
  return (
    <Field
      as="textarea"
      name="reason"
      label={t(required ? "reason" : "reasonOptional")}
      rows={2}
      maxLength={1000}
      required={required}
    />
  );
}
