import { useTranslations } from "next-intl";
import { ActionForm } from "#components/ui/action-form.tsx";
import { Field } from "#components/ui/field.tsx";
import { Section } from "#components/ui/section.tsx";
import { formatDuration } from "#lib/format.ts";
import type { ScheduleView } from "#lib/schedules/views.ts";
import type { FormAction } from "#lib/web/form-state.ts";
import { ScheduleFields } from "./schedule-fields.tsx";

const HOUR = 60;
const DAY = 24 * HOUR;
const BEFORE = [0, 30, HOUR, 2 * HOUR, 4 * HOUR, 12 * HOUR, DAY, 2 * DAY, 3 * DAY, 7 * DAY];
const HORIZON = [14, 30, 60, 90, 120, 180, 365, 730];
const ANSWER = [2 * HOUR, 4 * HOUR, 12 * HOUR, DAY, 2 * DAY, 3 * DAY, 7 * DAY, 14 * DAY];

/** How a practitioner can be booked. */
export function BookingRules({ schedule, action }: { schedule: ScheduleView; action: FormAction }) {
  const t = useTranslations("schedule.rules");
  const { rules } = schedule;
  const ahead = (minutes: number) =>
    minutes === 0 ? t("noticeNone") : t("before", { duration: formatDuration(minutes) });
  return (
    <Section id="rules" title={t("title")}>
      <ActionForm
        action={action}
        schema="schedules.bookingRules"
        submit={t("save")}
        className="max-w-prose"
      >
        <ScheduleFields schedule={schedule} />
        <Field
          as="checkbox"
          name="acceptingPatients"
          label={t("accepting")}
          defaultChecked={rules.acceptingPatients}
        />
        <Field
          as="select"
          name="approval"
          label={t("approval")}
          defaultValue={rules.approval}
          options={(["manual", "automatic"] as const).map((value) => ({ value, label: t(value) }))}
        />
        <Field
          as="select"
          name="minimumNoticeMinutes"
          label={t("notice")}
          defaultValue={rules.minimumNoticeMinutes}
          options={choices(BEFORE, rules.minimumNoticeMinutes, ahead)}
        />
        <Field
          as="select"
          name="horizonDays"
          label={t("horizon")}
          defaultValue={rules.horizonDays}
          options={choices(HORIZON, rules.horizonDays, (days) =>
            t("horizonBefore", { duration: formatDuration(days * DAY) }),
          )}
        />
        <Field
          as="select"
          name="cutoffMinutes"
          label={t("cutoff")}
          defaultValue={rules.cutoffMinutes}
          options={choices(BEFORE, rules.cutoffMinutes, ahead)}
        />
        <Field
          as="select"
          name="requestTtlMinutes"
          label={t("ttl")}
          defaultValue={rules.requestTtlMinutes}
          options={choices(ANSWER, rules.requestTtlMinutes, formatDuration)}
        />
      </ActionForm>
    </Section>
  );
}

/** The usual values, with the one that is set already among them. */
function choices(usual: readonly number[], set: number, label: (value: number) => string) {
  return [...new Set([...usual, set])]
    .toSorted((a, b) => a - b)
    .map((value) => ({ value: String(value), label: label(value) }));
}
