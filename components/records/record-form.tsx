import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { ActionForm } from "#components/ui/action-form.tsx";
import { buttonClass } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { FormQuestions } from "#components/ui/form-questions.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { FLAGS } from "#lib/records/schema.ts";
import type { FormAction } from "#lib/web/form-state.ts";
import { DraftKeeper } from "./draft-keeper.tsx";
import { LabRows } from "./lab-rows.tsx";
import { PrescriptionRows } from "./prescription-rows.tsx";

interface RecordFormProps {
  action: FormAction;
  /** What the record is about: `<patient>/<visit or record or patient>`. */
  subject: string;
  /** Of the record that is being changed. */
  version?: number;
  /** What stands in the fields at first: the record as it is, or the draft. */
  fields: Record<string, string>;
  allergies: readonly string[];
  today: string;
  /** Of the doctor's clinic. */
  timeZone: string;
  /** The id of a new record: sent twice, it is written once. */
  newId: string;
  back: ReactNode;
}

/** A record being written or changed. */
export function RecordForm(props: RecordFormProps) {
  const { action, subject, version, fields, allergies, today, timeZone, newId, back } = props;
  const t = useTranslations("records.form");
  const working = useTranslations("ui.form")("working");
  const prescription = useTranslations("records.form.prescription");
  const lab = useTranslations("records.form.lab");
  const flag = useTranslations("records.flag");
  return (
    <ActionForm
      action={action}
      schema="records.record"
      // What is focused does not hide behind the allergies at the top.
      className="[&_:is(input,textarea,select,button)]:scroll-mt-20"
    >
      <input type="hidden" name="_id" value={subject} />
      {version === undefined ? (
        <input type="hidden" name="_key" value={newId} />
      ) : (
        <input type="hidden" name="_version" value={version} />
      )}
      <div className="grid max-w-3xl grid-cols-1 gap-4 sm:grid-cols-[1fr_10rem]">
        <Field
          as="textarea"
          rows={2}
          name="diagnosis"
          label={t("diagnosis")}
          defaultValue={fields["diagnosis"]}
          maxLength={4000}
          required
        />
        <Field
          name="diagnosisCode"
          label={t("code")}
          placeholder="I10"
          defaultValue={fields["diagnosisCode"]}
          maxLength={8}
          autoComplete="off"
        />
      </div>
      <div className="flex max-w-3xl flex-col gap-4">
        <Field
          as="textarea"
          rows={4}
          name="treatment"
          label={t("treatment")}
          defaultValue={fields["treatment"]}
          maxLength={8000}
          required
        />
        <Field
          as="textarea"
          rows={4}
          name="notes"
          label={t("notes")}
          hint={t("notesHint")}
          defaultValue={fields["notes"]}
          maxLength={20_000}
        />
      </div>
      <section aria-labelledby="prescriptions" className="flex max-w-3xl flex-col gap-4">
        <h2 id="prescriptions" className="text-xl font-bold">
          {t("prescriptions")}
        </h2>
        <PrescriptionRows
          fields={fields}
          allergies={allergies}
          words={{
            add: prescription("add"),
            allergy: prescription.raw("allergy") as string,
            dose: prescription("dose"),
            doseHint: prescription("doseHint"),
            drug: prescription("drug"),
            duration: prescription("duration"),
            frequency: prescription("frequency"),
            instructions: prescription("instructions"),
            number: prescription.raw("number") as string,
            remove: prescription("remove"),
            route: prescription("route"),
          }}
        />
      </section>
      <section aria-labelledby="labs" className="flex max-w-3xl flex-col gap-4">
        <h2 id="labs" className="text-xl font-bold">
          {t("labResults")}
        </h2>
        <LabRows
          fields={fields}
          today={today}
          timeZone={timeZone}
          words={{
            add: lab("add"),
            flag: lab("flag"),
            flags: [
              { value: "", label: lab("flagByRange") },
              ...FLAGS.map((value) => ({ value, label: flag(value) })),
            ],
            high: lab("high"),
            loinc: lab("loinc"),
            low: lab("low"),
            name: lab("name"),
            number: lab.raw("number") as string,
            readAs: lab.raw("readAs") as string,
            remove: lab("remove"),
            takenAt: lab("takenAt"),
            unit: lab("unit"),
            value: lab("value"),
          }}
        />
      </section>
      <DraftKeeper
        address="/doctor/draft"
        saved={t.raw("draftSaved") as string}
        failed={t("draftFailed")}
      />
      <FormQuestions />
      <div className="flex flex-wrap items-center gap-3 max-sm:*:w-full">
        <SubmitButton pendingLabel={working} wide>
          {t(version === undefined ? "save" : "saveChange")}
        </SubmitButton>
        <noscript>
          <button
            type="submit"
            name="_draft"
            value="1"
            formNoValidate
            className={buttonClass({ variant: "secondary", wide: true })}
          >
            {t("saveDraft")}
          </button>
        </noscript>
        {back}
      </div>
    </ActionForm>
  );
}
