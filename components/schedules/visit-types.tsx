import { useTranslations } from "next-intl";
import { ActionForm } from "#components/ui/action-form.tsx";
import { Entered } from "#components/ui/entered.tsx";
import { Field } from "#components/ui/field.tsx";
import { Section } from "#components/ui/section.tsx";
import type { ScheduleView, VisitTypeView } from "#lib/schedules/views.ts";
import type { FormAction } from "#lib/web/form-state.ts";
import { ScheduleFields } from "./schedule-fields.tsx";

/** What patients can book, in the order in which it is offered; the last row is for one more. */
export function VisitTypes({ schedule, action }: { schedule: ScheduleView; action: FormAction }) {
  const t = useTranslations("schedule.visitTypes");
  return (
    <Section id="types" title={t("title")}>
      <p className="max-w-prose text-soft">{t("lead")}</p>
      <ActionForm action={action} schema="schedules.visitTypes" submit={t("save")}>
        <ScheduleFields schedule={schedule} />
        {[...schedule.visitTypes, null].map((type, index) => (
          <Row key={type?.id ?? "new"} type={type} at={`visitTypes:${index}`} />
        ))}
      </ActionForm>
    </Section>
  );
}

function Row({ type, at }: { type: VisitTypeView | null; at: string }) {
  const t = useTranslations("schedule.visitTypes");
  const number = (name: string, label: string, value: number, least: number, most: number) => (
    <Field
      type="number"
      inputMode="numeric"
      name={`${at}:${name}`}
      label={label}
      min={least}
      max={most}
      defaultValue={value}
    />
  );
  return (
    <fieldset className="flex flex-col gap-4 rounded-card border border-line bg-surface p-4 sm:p-5">
      <legend className="float-left w-full text-lg font-bold">
        <Entered>{type?.name ?? t("new")}</Entered>
      </legend>
      <input type="hidden" name={`${at}:id`} value={type?.id ?? ""} />
      <Field
        name={`${at}:name`}
        label={t("name")}
        defaultValue={type?.name}
        maxLength={100}
        {...(!type && { hint: t("newHint") })}
      />
      <div className="grid grid-cols-2 items-end gap-4 lg:grid-cols-4">
        {number("minutes", t("minutes"), type?.minutes ?? 30, 5, 720)}
        {number("step", t("step"), type?.step ?? 30, 5, 720)}
        {number("bufferBefore", t("before"), type?.bufferBefore ?? 0, 0, 240)}
        {number("bufferAfter", t("after"), type?.bufferAfter ?? 0, 0, 240)}
      </div>
      <div className="flex flex-wrap gap-x-8">
        <Field
          as="checkbox"
          name={`${at}:bookableOnline`}
          label={t("online")}
          defaultChecked={type?.bookableOnline ?? true}
        />
        {type && <Field as="checkbox" name={`${at}:remove`} label={t("remove")} />}
      </div>
    </fieldset>
  );
}
