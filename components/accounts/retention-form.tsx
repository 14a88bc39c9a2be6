import { useTranslations } from "next-intl";
import { ActionForm } from "#components/ui/action-form.tsx";
import { Entered } from "#components/ui/entered.tsx";
import { Field } from "#components/ui/field.tsx";
import type { RetentionView } from "#lib/accounts/views.ts";
import type { FormAction } from "#lib/web/form-state.ts";

const PERIODS = {
  years: { schema: "accounts.retention", hint: "yearsHint", max: 100 },
  outcomeDays: { schema: "accounts.outcomePeriod", hint: "outcomeDaysHint", max: 365 },
} as const;

interface RetentionFormProps {
  retention: RetentionView;
  period: keyof typeof PERIODS;
  action: FormAction;
}

/** One period of one clinic: for how many years it keeps records, or in how many days outcomes are recorded. */
export function RetentionForm({ retention, period, action }: RetentionFormProps) {
  const t = useTranslations("admin.clinics");
  const { schema, hint, max } = PERIODS[period];
  return (
    <div className="flex flex-col gap-3">
      <h3 className="text-lg font-bold">
        <Entered>{retention.clinic.name}</Entered>
      </h3>
      <ActionForm
        action={action}
        schema={schema}
        submit={t("save")}
        submitVariant="secondary"
        className="max-w-xs"
      >
        <input type="hidden" name="_id" value={retention.clinic.id} />
        <Field
          type="number"
          name={period}
          label={t(period)}
          hint={t(hint)}
          min={1}
          max={max}
          step={1}
          inputMode="numeric"
          defaultValue={retention[period]}
          required
        />
      </ActionForm>
    </div>
  );
}
