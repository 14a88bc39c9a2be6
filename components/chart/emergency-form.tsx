import { useTranslations } from "next-intl";
import { ActionForm } from "#components/ui/action-form.tsx";
import { Field } from "#components/ui/field.tsx";
import type { FormAction } from "#lib/web/form-state.ts";

/** Opens the records of somebody who cannot be asked, with a reason. */
export function EmergencyForm({ action }: { action: FormAction }) {
  const t = useTranslations("emergency");
  return (
    <ActionForm
      action={action}
      schema="emergency.open"
      submit={t("submit")}
      submitVariant="danger"
      className="max-w-prose"
    >
      <Field
        name="name"
        label={t("name")}
        hint={t("nameHint")}
        maxLength={200}
        autoComplete="off"
        required
      />
      <Field type="date" name="dateOfBirth" label={t("dateOfBirth")} required />
      <Field
        as="textarea"
        rows={3}
        name="reason"
        label={t("reason")}
        hint={t("reasonHint")}
        maxLength={1000}
        required
      />
    </ActionForm>
  );
}
