import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { ActionForm } from "#components/ui/action-form.tsx";
import { Card } from "#components/ui/card.tsx";
import { cx } from "#components/ui/class-names.ts";
import { Field } from "#components/ui/field.tsx";
import type { FormAction } from "#lib/web/form-state.ts";

interface OverbookFormProps {
  action: FormAction;
  schema: "appointments.overbook" | "appointments.overbookMove";
  /** What stands in the way, in two or three words; with a free time, the time. */
  against: string;
  /** The time is free: a doctor adds visits to the own calendar in this way alone. */
  free?: boolean;
  /** Hidden fields, and what else is asked. */
  children: ReactNode;
}

/** Takes a time against the rules: never by one slip, never without a reason. */
export function OverbookForm({ action, schema, against, free, children }: OverbookFormProps) {
  const t = useTranslations("desk.overbook");
  return (
    <Card className={cx(!free && "border-danger!")}>
      <h2 className="text-xl font-bold">{t(free ? "titleFree" : "title")}</h2>
      <p className={cx("mt-2 font-semibold", !free && "text-danger")}>
        {free ? against : t("against", { what: against })}
      </p>
      <p className="mt-1 mb-4">{t(free ? "bodyFree" : "body")}</p>
      <ActionForm
        action={action}
        schema={schema}
        submit={t(free ? "submitFree" : "submit")}
        submitVariant={free ? "primary" : "danger"}
      >
        {children}
        <Field
          as="textarea"
          name="overbookReason"
          label={t(free ? "reasonFree" : "reason")}
          hint={t("reasonHint")}
          rows={2}
          maxLength={1000}
          required
        />
      </ActionForm>
    </Card>
  );
}
