import { useTranslations } from "next-intl";
import { ActionForm } from "#components/ui/action-form.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Entered } from "#components/ui/entered.tsx";
import { Field } from "#components/ui/field.tsx";
import { Section } from "#components/ui/section.tsx";
import { Table } from "#components/ui/table.tsx";
import { formatDay } from "#lib/format.ts";
import type { ScheduleView, TimeOffView } from "#lib/schedules/views.ts";
import type { FormAction } from "#lib/web/form-state.ts";
import { ScheduleFields } from "./schedule-fields.tsx";

interface TimeOffProps {
  schedule: ScheduleView;
  add: FormAction;
  remove: FormAction;
}

/** When a practitioner is away, and what the clinic is closed for. */
export function TimeOff({ schedule, add, remove }: TimeOffProps) {
  const t = useTranslations("schedule.timeOff");
  const { timeOff, holidays } = schedule;
  return (
    <>
      <Section id="planned" title={t("planned")}>
        {timeOff.length === 0 ? (
          <EmptyState title={t("empty")}>{t("emptyBody")}</EmptyState>
        ) : (
          <Table
            caption={t("planned")}
            rows={timeOff}
            rowKey={({ id }) => id}
            columns={[
              { key: "when", header: t("when"), cell: (row) => <When row={row} /> },
              { key: "why", header: t("why"), cell: ({ reason }) => <Entered>{reason}</Entered> },
              {
                key: "remove",
                header: t("actions"),
                quiet: true,
                align: "end",
                cell: ({ id }) => (
                  <ActionForm action={remove} submit={t("remove")} submitVariant="secondary">
                    <input type="hidden" name="_id" value={`${schedule.doctor.id}/${id}`} />
                  </ActionForm>
                ),
              },
            ]}
          />
        )}
      </Section>
      <Section id="holidays" title={t("holidays")}>
        {holidays.length === 0 ? (
          <p className="text-soft">{t("holidaysEmpty")}</p>
        ) : (
          <ul className="flex flex-col gap-1">
            {holidays.map(({ id, day, name }) => (
              <li key={id}>
                <span className="font-semibold">{formatDay(day)}</span>{" "}
                <span className="text-soft">
                  <Entered>{name}</Entered>
                </span>
              </li>
            ))}
          </ul>
        )}
      </Section>
      <Section id="add" title={t("add")}>
        <ActionForm
          action={add}
          schema="schedules.timeOff"
          submit={t("save")}
          className="max-w-prose"
        >
          <ScheduleFields schedule={schedule} />
          <p className="text-soft">{t("hint")}</p>
          <div className="grid gap-4 sm:grid-cols-2">
            <Field type="date" name="fromDay" label={t("fromDay")} required />
            <Field type="date" name="toDay" label={t("toDay")} />
            <Field type="time" name="fromTime" label={t("fromTime")} />
            <Field type="time" name="toTime" label={t("toTime")} />
          </div>
          <Field name="reason" label={t("reason")} hint={t("reasonHint")} maxLength={1000} />
        </ActionForm>
      </Section>
    </>
  );
}

/** "Tue, 5 Jan 2027", "… to …", or with times. */
function When({ row }: { row: TimeOffView }) {
  const t = useTranslations("schedule.timeOff");
  const { wholeDays, fromDay, toDay, fromTime, toTime } = row;
  if (wholeDays) {
    return fromDay === toDay
      ? formatDay(fromDay)
      : t("days", { from: formatDay(fromDay), to: formatDay(toDay) });
  }
  const until = fromDay === toDay ? toTime : `${formatDay(toDay)}, ${toTime}`;
  return t("times", { from: `${formatDay(fromDay)}, ${fromTime}`, to: until });
}
