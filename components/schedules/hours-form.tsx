import { useTranslations } from "next-intl";
import { ActionForm } from "#components/ui/action-form.tsx";
import { Section } from "#components/ui/section.tsx";
import { weekdayName } from "#lib/format.ts";
import type { ScheduleView } from "#lib/schedules/views.ts";
import type { FormAction } from "#lib/web/form-state.ts";
import { HoursEditor } from "./hours-editor.tsx";
import { ScheduleFields } from "./schedule-fields.tsx";

const WORDS = [
  "add",
  "addTo",
  "closed",
  "copy",
  "copyNow",
  "copyOf",
  "copyTo",
  "fromLabel",
  "remove",
  "removeLabel",
  "toLabel",
  "validFrom",
  "validUntil",
  "validity",
] as const;

/** The weekly hours of a practitioner, to be changed as a whole. */
export function HoursForm({ schedule, action }: { schedule: ScheduleView; action: FormAction }) {
  const t = useTranslations("schedule.hours");
  // Raw: the editor fills in the day and the times, as rows come and go.
  const words = Object.fromEntries(WORDS.map((word) => [word, String(t.raw(word))]));
  return (
    <Section id="hours" title={t("title")}>
      <p className="max-w-prose text-soft">{t("lead")}</p>
      <ActionForm action={action} schema="schedules.hours" submit={t("save")}>
        <ScheduleFields schedule={schedule} />
        <HoursEditor
          blocks={schedule.blocks}
          words={{
            ...(words as Record<(typeof WORDS)[number], string>),
            days: [1, 2, 3, 4, 5, 6, 7].map(weekdayName),
          }}
        />
      </ActionForm>
    </Section>
  );
}
