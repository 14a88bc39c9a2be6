import { useTranslations } from "next-intl";
import { dayParts, zoneAbbreviation, zoneCity } from "#lib/format.ts";
import { cx } from "#components/ui/class-names.ts";
import { Icon } from "#components/ui/icons.tsx";
import type { SlotView } from "#lib/availability/views.ts";
import type { ShownDay } from "./days.ts";
import { WeekLinks } from "./week-links.tsx";

interface SlotGridProps {
  /** The days of a week, empty ones included. */
  days: readonly ShownDay[];
  timeZone: string;
  hrefFor: (slot: SlotView) => string;
  previousHref?: string | undefined;
  nextHref?: string | undefined;
  /** The starts that are chosen already, when moving an appointment or proposing times. */
  chosen?: readonly string[];
}

/** Beyond this many a day folds the rest away. */
const SHOWN = 12;

/** Free times by day: columns side by side, on phones day below day. Every time is a plain link. */
export function SlotGrid({
  days,
  timeZone,
  hrefFor,
  previousHref,
  nextHref,
  chosen,
}: SlotGridProps) {
  const t = useTranslations("availability");
  const first = days.find((day) => day.slots.length > 0)?.slots[0]?.startsAt;
  return (
    <div className="flex flex-col gap-5">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="flex items-center gap-2 text-sm text-soft">
          <Icon name="clock" className="size-4" />
          {t("zone", {
            city: zoneCity(timeZone),
            abbreviation: zoneAbbreviation(
              first ?? `${days[0]?.date ?? "2026-01-01"}T12:00:00Z`,
              timeZone,
            ),
          })}
        </p>
        <WeekLinks previousHref={previousHref} nextHref={nextHref} />
      </div>
      <div className="grid gap-3 lg:auto-cols-fr lg:grid-flow-col lg:gap-2">
        {days.map((day) => (
          <Day key={day.date} day={day} hrefFor={hrefFor} chosen={chosen} />
        ))}
      </div>
    </div>
  );
}

function Day({
  day,
  hrefFor,
  chosen,
}: {
  day: ShownDay;
  hrefFor: (slot: SlotView) => string;
  chosen: readonly string[] | undefined;
}) {
  const t = useTranslations("availability");
  const { weekday, day: number, month } = dayParts(day.date);
  const long = dayParts(day.date, "long");
  const spoken = `${long.weekday}, ${long.day} ${long.month}`;
  const slots = day.slots.slice(0, SHOWN);
  const folded = day.slots.slice(SHOWN);
  const links = (part: readonly SlotView[]) => (
    <SlotList slots={part} spoken={spoken} hrefFor={hrefFor} chosen={chosen} />
  );
  return (
    <section
      aria-labelledby={`day-${day.date}`}
      className={cx(
        "rounded-card p-3 lg:p-2",
        day.slots.length > 0
          ? "border border-line bg-surface"
          : "bg-sunken/60 max-lg:flex max-lg:items-center max-lg:justify-between max-lg:gap-4",
      )}
    >
      <h3
        id={`day-${day.date}`}
        aria-label={spoken}
        className={cx(
          "flex items-baseline gap-1.5 px-1 lg:flex-col lg:items-center lg:gap-0",
          day.slots.length > 0 && "mb-3",
        )}
      >
        <span className="text-sm font-semibold text-soft">{weekday}</span>
        <span className="font-bold whitespace-nowrap">
          {number} {month}
        </span>
      </h3>
      {day.slots.length === 0 && (
        <p className="text-center text-sm text-soft lg:py-6">{t("none")}</p>
      )}
      {links(slots)}
      {folded.length > 0 && (
        <details className="mt-2">
          <summary className="flex min-h-11 cursor-pointer items-center justify-center rounded-control text-sm font-semibold text-brand hover:bg-tint">
            {t("more", { count: folded.length })}
          </summary>
          <div className="mt-2">{links(folded)}</div>
        </details>
      )}
    </section>
  );
}

interface SlotListProps {
  slots: readonly SlotView[];
  /** The day as read out before each time. */
  spoken: string;
  hrefFor: (slot: SlotView) => string;
  chosen: readonly string[] | undefined;
}

function SlotList({ slots, spoken, hrefFor, chosen }: SlotListProps) {
  if (slots.length === 0) return null;
  return (
    <ul className="grid grid-cols-[repeat(auto-fill,minmax(4.75rem,1fr))] gap-2 lg:grid-cols-1">
      {slots.map((slot) => (
        <li key={slot.startsAt}>
          {/* Not a Link: a week has hundreds of these, and none is worth a byte of state. */}
          <a
            href={hrefFor(slot)}
            aria-label={`${slot.time}, ${spoken}`}
            aria-current={chosen?.includes(slot.startsAt) ? "true" : undefined}
            className="slot"
          >
            {slot.time}
          </a>
        </li>
      ))}
    </ul>
  );
}
