import { useTranslations } from "next-intl";
import { ActionForm } from "#components/ui/action-form.tsx";
import { Entered } from "#components/ui/entered.tsx";
import { Field } from "#components/ui/field.tsx";
import type { RequestLimits } from "#lib/appointments/schema.ts";
import type { FormAction } from "#lib/web/form-state.ts";

interface RequestLimitsFormProps {
  clinic: { id: string; name: string };
  limits: RequestLimits;
  action: FormAction;
}

const LIMITS = [
  "maxOpenRequests",
  "maxOpenRequestsWithDoctor",
  "maxOpenRequestsOnDay",
  "maxCancellations",
] as const satisfies readonly (keyof RequestLimits)[];

/** How many requests a patient may have open at one clinic. */
export function RequestLimitsForm({ clinic, limits, action }: RequestLimitsFormProps) {
  const t = useTranslations("admin.clinics");
  return (
    <div className="flex flex-col gap-3">
      <h3 className="text-lg font-bold">
        <Entered>{clinic.name}</Entered>
      </h3>
      <ActionForm
        action={action}
        schema="appointments.requestLimits"
        submit={t("save")}
        submitVariant="secondary"
        className="max-w-2xl"
      >
        <input type="hidden" name="_id" value={clinic.id} />
        <div className="grid gap-4 sm:grid-cols-2 sm:items-end">
          {LIMITS.map((name) => (
            <Field
              key={name}
              type="number"
              name={name}
              label={t(name)}
              hint={t("limitHint")}
              min={1}
              max={1000}
              step={1}
              inputMode="numeric"
              defaultValue={limits[name]}
              required
            />
          ))}
        </div>
      </ActionForm>
    </div>
  );
}
