import { useTranslations } from "next-intl";
import Link from "next/link";
import { StatusBadge } from "#components/appointments/status-badge.tsx";
import { RecordCard } from "#components/records/record-card.tsx";
import { Entered } from "#components/ui/entered.tsx";
import { formatMoment, formatMonth } from "#lib/format.ts";
import type { TimelineItem } from "#lib/chart/views.ts";
import { localDay } from "#lib/time/zone.ts";
import type { AppointmentView } from "#lib/appointments/views.ts";

interface TimelineProps {
  items: readonly TimelineItem[];
  recordHref: (id: string) => string;
  visitHref: (id: string) => string;
}

/** What happened, the latest first, month by month. */
export function Timeline({ items, recordHref, visitHref }: TimelineProps) {
  const months = [...Map.groupBy(items, monthOf)];
  return (
    <div className="flex flex-col gap-6">
      {months.map(([month, happened]) => (
        <section key={month} aria-labelledby={`month-${month}`} className="flex flex-col gap-3">
          <h3 id={`month-${month}`} className="text-sm font-semibold text-soft">
            {formatMonth(`${month}-15`)}
          </h3>
          <ol className="flex flex-col gap-3 border-l-2 border-line pl-4 sm:pl-6">
            {happened.map((item) =>
              item.kind === "record" ? (
                <li key={item.record.id}>
                  <RecordCard record={item.record} href={recordHref(item.record.id)} />
                </li>
              ) : (
                <li key={item.visit.id}>
                  <Visit visit={item.visit} href={visitHref(item.visit.id)} />
                </li>
              ),
            )}
          </ol>
        </section>
      ))}
    </div>
  );
}

/** In the zone in which the item itself is shown. */
function monthOf(item: TimelineItem): string {
  const timeZone = item.kind === "record" ? item.record.timeZone : item.visit.clinic.timeZone;
  return localDay(timeZone, Date.parse(item.at)).slice(0, 7);
}

function Visit({ visit, href }: { visit: AppointmentView; href: string }) {
  const t = useTranslations("chart");
  const { visitType, startsAt, clinic, status, doctor, reason } = visit;
  return (
    <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1 px-1 py-1.5">
      <p className="min-w-0">
        <Link href={href} prefetch={false} className="font-semibold link">
          {t("visit", { visit: visitType.name, name: doctor.name })}
        </Link>
        <span className="text-soft">
          {" · "}
          <time dateTime={startsAt}>{formatMoment(startsAt, clinic.timeZone)}</time>
        </span>
        {reason && (
          <span className="block max-w-prose wrap-anywhere text-soft">
            <Entered>{reason}</Entered>
          </span>
        )}
      </p>
      <StatusBadge status={status} />
    </div>
  );
}
