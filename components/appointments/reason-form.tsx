import { useTranslations } from "next-intl";
import { ActionForm } from "#components/ui/action-form.tsx";
import { buttonClass } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { FormDetails } from "#components/ui/form-details.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import type { AppointmentView } from "#lib/appointments/views.ts";
import type { FormAction } from "#lib/web/form-state.ts";
import { SubjectFields } from "./subject-fields.tsx";

interface ReasonFormProps {
  appointment: AppointmentView;
  action: FormAction;
  schema: "appointments.cancel" | "appointments.decline";
  /** On the button that opens it, and on the one that sends it. */
  label: string;
  title: string;
  body?: string;
  reasonLabel: string;
  reasonRequired: boolean;
  open?: boolean | undefined;
}

/** Ends a request or a visit: opened first, then sent, so that nothing ends by one slip. */
export function ReasonForm(props: ReasonFormProps) {
  const { appointment, action, schema, label, title, body, reasonLabel, reasonRequired, open } =
    props;
  const working = useTranslations("ui.form")("working");
  return (
    <ActionForm action={action} schema={schema} className="max-w-prose print:hidden">
      <SubjectFields appointment={appointment} />
      <FormDetails
        summary={label}
        summaryClass={buttonClass({ variant: "danger", wide: true })}
        open={open}
      >
        <div className="mt-4 flex flex-col gap-4 rounded-card border border-line bg-surface p-5">
          <h3 className="text-lg font-bold">{title}</h3>
          {body && <p>{body}</p>}
          <Field
            as="textarea"
            name="reason"
            label={reasonLabel}
            rows={3}
            maxLength={1000}
            required={reasonRequired}
          />
          <div>
            <SubmitButton pendingLabel={working} variant="danger" wide>
              {label}
            </SubmitButton>
          </div>
        </div>
      </FormDetails>
    </ActionForm>
  );
}
