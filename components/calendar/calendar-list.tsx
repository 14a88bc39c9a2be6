import { useTranslations } from "next-intl";
import Link from "next/link";
import { StatusBadge } from "#components/appointments/status-badge.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { Entered } from "#components/ui/entered.tsx";
import { Icon } from "#components/ui/icons.tsx";
import { formatDay } from "#lib/format.ts";
import type { CalendarEntry, CalendarView } from "#lib/calendar/views.ts";
import { bothNames, isolated } from "#lib/names/rules.ts";
import { useEntryWords } from "./entry-words.ts";
import { noticesOf } from "./notices.ts";

interface CalendarListProps {
  calendar: CalendarView;
  hrefFor: (appointmentId: string) => string;
}

/** The visits by day: the agenda, and every other view where the grid is not drawn. */
export function CalendarList({ calendar, hrefFor }: CalendarListProps) {
  const t = useTranslations("calendar");
  const words = useEntryWords(calendar);
  const notices = noticesOf(calendar, words);
  return (
    <ol className="flex flex-col gap-6">
      {calendar.days.map((day) => {
        const entries = calendar.entries.filter((entry) => entry.day === day);
        return (
          <li key={day} className="flex flex-col gap-2">
            <h3 className="flex items-baseline gap-3 text-lg font-bold">
              {formatDay(day)}
              {day === calendar.today && <span className="text-sm text-accent">{t("today")}</span>}
            </h3>
            {notices
              .filter((notice) => notice.day === day)
              .map(({ key, title }) => (
                <p key={key} className="flex items-center gap-2 text-sm font-semibold text-info">
                  <Icon name="info" className="size-4" />
                  {title}
                </p>
              ))}
            {entries.length === 0 ? (
              <p className="text-soft">{t("empty")}</p>
            ) : (
              <ul className="rounded-card border border-line bg-surface">
                {entries.map((entry) => (
                  <Entry
                    key={entry.key}
                    entry={entry}
                    words={words}
                    href={hrefFor(entry.appointment.id)}
                  />
                ))}
              </ul>
            )}
          </li>
        );
      })}
    </ol>
  );
}

interface EntryProps {
  entry: CalendarEntry;
  words: ReturnType<typeof useEntryWords>;
  href: string;
}

function Entry({ entry, words, href }: EntryProps) {
  const t = useTranslations("calendar");
  const { patient, doctor, visitType, status, overbooked } = entry.appointment;
  return (
    <li className="grid grid-cols-[7rem_1fr] items-baseline gap-x-4 gap-y-1 border-line px-4 py-3 not-last:border-b sm:grid-cols-[7rem_1fr_auto]">
      <span className="font-semibold whitespace-nowrap tabular-nums">{words.timeOf(entry)}</span>
      <span className="min-w-0">
        <Link href={href} prefetch={false} className="font-semibold link">
          <Entered>{bothNames(patient)}</Entered>
        </Link>
        <span className="block text-sm text-soft">
          <Entered>{visitType.name}</Entered>
          {words.several && `, ${isolated(doctor.name)}`}
        </span>
      </span>
      <span className="flex flex-wrap gap-2 max-sm:col-start-2">
        {overbooked && <Badge tone="danger">{t("overbooked")}</Badge>}
        {entry.held ? (
          <Badge tone="warning" icon="hourglass">
            {t("held")}
          </Badge>
        ) : (
          <StatusBadge status={status} />
        )}
      </span>
    </li>
  );
}
