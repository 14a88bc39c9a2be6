import { useTranslations } from "next-intl";
import { formatDate, formatTimeRange, zoneAbbreviation, zoneCity } from "#lib/format.ts";
import { cx } from "#components/ui/class-names.ts";

interface WhenTextProps {
  startsAt: string;
  endsAt: string;
  timeZone: string;
  /** Two lines, the day above the time. */
  stacked?: boolean;
}

/** Day, times and the clinic's zone by name: "Tue, 24 Nov 2026, 09:30–10:00 New York time, EST". */
export function WhenText({ startsAt, endsAt, timeZone, stacked = false }: WhenTextProps) {
  const t = useTranslations("common");
  const zone = { city: zoneCity(timeZone), abbreviation: zoneAbbreviation(startsAt, timeZone) };
  return (
    <time dateTime={startsAt} className={cx(stacked && "flex flex-col")}>
      <span>
        {formatDate(startsAt, timeZone)}
        {!stacked && ","}
      </span>{" "}
      <span className="whitespace-nowrap">
        {formatTimeRange(startsAt, endsAt, timeZone)}
        {/* A block of its own, so that the underline of a link around it ends at the time. */}
        <span className="inline-block text-sm font-normal text-soft">
          {"\u00a0"}
          {t("zone", zone)}
        </span>
      </span>
    </time>
  );
}
