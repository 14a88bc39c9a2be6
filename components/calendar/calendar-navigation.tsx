import { useTranslations } from "next-intl";
import { ButtonLink } from "#components/ui/button.tsx";
import { Icon } from "#components/ui/icons.tsx";
import { Tabs } from "#components/ui/tabs.tsx";
import { dayParts, formatDay } from "#lib/format.ts";
import { VIEWS } from "#lib/calendar/rules.ts";
import type { CalendarView } from "#lib/calendar/views.ts";
import type { CalendarLinks } from "./use-grid.ts";

interface CalendarNavigationProps {
  calendar: CalendarView;
  hrefFor: CalendarLinks["calendar"];
}

/** Which days are shown and how: links, since the address is the state. */
export function CalendarNavigation({ calendar, hrefFor }: CalendarNavigationProps) {
  const t = useTranslations("calendar");
  const { view, date, today, previous, next } = calendar;
  return (
    <div className="flex flex-col gap-4">
      <Tabs
        label={t("views")}
        items={VIEWS.map((one) => ({
          href: hrefFor({ view: one, date }),
          label: t(`view.${one}`),
          current: one === view,
        }))}
      />
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h2 className="text-xl font-bold tracking-tight">{periodOf(calendar)}</h2>
        <nav aria-label={t("periods")} className="flex gap-2 print:hidden">
          {previous && (
            <ButtonLink
              href={hrefFor({ date: previous })}
              variant="secondary"
              size="small"
              rel="prev"
            >
              <Icon name="arrowLeft" className="size-4" />
              {t("previous")}
            </ButtonLink>
          )}
          <ButtonLink href={hrefFor({ date: today })} variant="secondary" size="small">
            {t("today")}
          </ButtonLink>
          {next && (
            <ButtonLink href={hrefFor({ date: next })} variant="secondary" size="small" rel="next">
              {t("next")}
              <Icon name="arrowRight" className="size-4" />
            </ButtonLink>
          )}
        </nav>
      </div>
    </div>
  );
}

/** "Tue, 24 Nov 2026", "23 Nov – 29 Nov 2026", "November 2026" */
function periodOf({ view, date, days }: CalendarView): string {
  if (view === "day") return formatDay(date);
  if (view === "month") {
    const { month, year } = dayParts(date, "long");
    return `${month} ${year}`;
  }
  const [from, to] = [dayParts(days[0] ?? date), dayParts(days.at(-1) ?? date)];
  const start = `${from.day} ${from.month}${from.year === to.year ? "" : ` ${from.year}`}`;
  return `${start} – ${to.day} ${to.month} ${to.year}`;
}
