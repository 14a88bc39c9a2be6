import { useTranslations } from "next-intl";
import { ActionForm } from "#components/ui/action-form.tsx";
import { Entered } from "#components/ui/entered.tsx";
import { Field } from "#components/ui/field.tsx";
import type { RetentionView } from "#lib/accounts/views.ts";
import type { FormAction } from "#lib/web/form-state.ts";

/** The periods of one clinic: for how many years it keeps records, and in how many days outcomes are recorded. */
export function RetentionForm({ retention, action }: RetentionFormProps) {
  const t = useTranslations("admin.clinics");
  const { clinic, years, outcomeDays } = retention;
  return (
    <div className="flex flex-col gap-3">
      <h3 className="text-lg font-bold">
        <Entered>{clinic.name}</Entered>
      </h3>
      <ActionForm
        action={action}
        schema="accounts.retention"
        submit={t("save")}
        submitVariant="secondary"
        className="max-w-xs"
      >
        <input type="hidden" name="_id" value={clinic.id} />
        <Field
          type="number"
          name="years"
          label={t("years")}
          hint={t("yearsHint")}
          min={1}
          max={100}
          step={1}
          inputMode="numeric"
          defaultValue={years}
          required
        />
        <Field
          type="number"
          name="outcomeDays"
          label={t("outcomeDays")}
          hint={t("outcomeDaysHint")}
          min={1}
          max={365}
          step={1}
          inputMode="numeric"
          defaultValue={outcomeDays}
          required
        />
      </ActionForm>
    </div>
  );
}

interface RetentionFormProps {
  retention: RetentionView;
  action: FormAction;
}
