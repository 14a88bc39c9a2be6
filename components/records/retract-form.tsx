import { useTranslations } from "next-intl";
import { ActionForm } from "#components/ui/action-form.tsx";
import { buttonClass } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { FormDetails } from "#components/ui/form-details.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import type { RecordView } from "#lib/records/views.ts";
import type { FormAction } from "#lib/web/form-state.ts";

/** Says that a record was entered in error: opened first, then sent. */
export function RetractForm({ record, action }: { record: RecordView; action: FormAction }) {
  const t = useTranslations("records.retract");
  const working = useTranslations("ui.form")("working");
  return (
    <ActionForm action={action} schema="records.retract" className="max-w-prose print:hidden">
      <input type="hidden" name="_id" value={record.id} />
      <input type="hidden" name="_version" value={record.version} />
      <FormDetails
        summary={t("open")}
        summaryClass={buttonClass({ variant: "danger", wide: true })}
      >
        <div className="mt-4 flex flex-col gap-4 rounded-card border border-line bg-surface p-5">
          <p>{t("body")}</p>
          <Field
            as="textarea"
            rows={3}
            name="reason"
            label={t("reason")}
            maxLength={1000}
            required
          />
          <div>
            <SubmitButton pendingLabel={working} variant="danger" wide>
              {t("submit")}
            </SubmitButton>
          </div>
        </div>
      </FormDetails>
    </ActionForm>
  );
}
