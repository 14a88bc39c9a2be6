import { useTranslations } from "next-intl";
import { Entered } from "#components/ui/entered.tsx";
import { Icon } from "#components/ui/icons.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Tabs } from "#components/ui/tabs.tsx";
import { formatDay, zoneCity } from "#lib/format.ts";
import type { NextException, ScheduleView } from "#lib/schedules/views.ts";

/** The parts of a schedule, each a page below the schedule's own. */
export const SCHEDULE_PARTS = {
  hours: "",
  timeOff: "/time-off",
  visitTypes: "/visit-types",
  rules: "/rules",
  why: "/why",
} as const;
export type SchedulePart = keyof typeof SCHEDULE_PARTS;

interface ScheduleHeadProps {
  schedule: ScheduleView;
  part: SchedulePart;
  /** The schedule's own page. */
  path: string;
  exception: NextException | null;
  /** Shown where the reader is not the practitioner. */
  named: boolean;
}

/** Whose schedule this is, what comes next that is not as every week, and the way to its parts. */
export function ScheduleHead({ schedule, part, path, exception, named }: ScheduleHeadProps) {
  const t = useTranslations("schedule");
  const { doctor, clinic } = schedule;
  return (
    <>
      <PageHeader
        eyebrow={<Entered>{clinic.name}</Entered>}
        title={named ? t("of", { name: doctor.name }) : t("title")}
      >
        {t("lead", { city: zoneCity(clinic.timeZone) })}
      </PageHeader>
      <p className="flex items-center gap-3 rounded-card border border-line bg-surface p-4">
        <Icon name="calendar" className="size-6 text-accent" />
        <span>
          <span className="block text-sm text-soft">{t("next.title")}</span>
          <ExceptionWords exception={exception} />
        </span>
      </p>
      <Tabs
        label={t("title")}
        items={Object.entries(SCHEDULE_PARTS).map(([key, below]) => ({
          href: `${path}${below}`,
          label: t(`parts.${key as SchedulePart}`),
          current: key === part,
        }))}
      />
    </>
  );
}

function ExceptionWords({ exception }: { exception: NextException | null }) {
  const t = useTranslations("schedule.next");
  if (!exception) return t("none");
  const { day, kind, label } = exception;
  const text = t(kind, { when: formatDay(day), label: label ?? "" });
  return label && kind !== "holiday" ? t("with", { text, label }) : text;
}
