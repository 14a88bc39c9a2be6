import { useTranslations } from "next-intl";
import { ActionForm } from "#components/ui/action-form.tsx";
import type { AppointmentView } from "#lib/appointments/views.ts";
import type { FormAction } from "#lib/web/form-state.ts";
import { SubjectFields } from "./subject-fields.tsx";

interface ConfirmAddedProps {
  appointment: AppointmentView;
  action: FormAction;
}

/** Lets the patient confirm an appointment that the doctor added: from then on the doctor treats them. */
export function ConfirmAdded({ appointment, action }: ConfirmAddedProps) {
  const t = useTranslations("patient.appointment");
  return (
    <ActionForm action={action} submit={t("confirm")} className="w-full gap-3!">
      <SubjectFields appointment={appointment} />
      <input type="hidden" name="startsAt" value={appointment.startsAt} />
      <p>{t("addedBody", { name: appointment.doctor.name })}</p>
    </ActionForm>
  );
}
