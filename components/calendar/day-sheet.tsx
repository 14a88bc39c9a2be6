import { useTranslations } from "next-intl";
import Link from "next/link";
import { Entered } from "#components/ui/entered.tsx";
import { formatDay, formatMoment, formatNumber, zoneAbbreviation, zoneCity } from "#lib/format.ts";
import { clockTime } from "#lib/time/local-day.ts";
import {
  sheetOf,
  type CalendarColumn,
  type CalendarView,
  type SheetRow,
} from "#lib/calendar/views.ts";
import { bothNames } from "#lib/names/rules.ts";
import "./day-sheet.css";
import { useEntryWords } from "./entry-words.ts";

interface DaySheetProps {
  calendar: CalendarView;
  column: CalendarColumn;
  /** When it was printed: what changes later is not on it. */
  now: Date;
  hrefFor: (appointmentId: string) => string;
}

const COLUMNS = ["time", "patient", "visit", "minutes", "reason", "status", "notes"] as const;

/** One doctor's day on paper: in order, with its gaps, and room to write. */
export function DaySheet({ calendar, column, now, hrefFor }: DaySheetProps) {
  const t = useTranslations("calendar.sheet");
  const { date, clinic, timeZone } = calendar;
  const zone = useTranslations("common")("zone", {
    city: zoneCity(timeZone),
    abbreviation: zoneAbbreviation(`${date}T12:00:00Z`, timeZone),
  });
  const rows = sheetOf(column, calendar.entries);
  const visits = rows.filter((row) => row.kind === "entry" && !row.entry.held).length;
  const id = `sheet-${column.id}`;
  return (
    <section
      aria-labelledby={id}
      className="day-sheet flex break-after-page flex-col gap-4 last:break-after-auto print:text-[9.5pt] print:leading-snug"
    >
      <header className="flex flex-wrap items-baseline justify-between gap-x-6 border-b-2 border-ink pb-2">
        <h2 id={id} className="text-xl font-bold">
          <Entered>{column.name}</Entered>
        </h2>
        <p className="font-semibold">{formatDay(date)}</p>
        <p className="basis-full text-soft">
          <Entered>{clinic.name}</Entered> · {zone} · {t("lead", { count: visits })}
        </p>
      </header>
      {rows.length === 0 ? (
        <p>{t("empty")}</p>
      ) : (
        <table className="w-full table-fixed border-collapse text-left text-sm print:text-[9pt]">
          <caption className="sr-only">{t("caption", { name: column.name })}</caption>
          <colgroup>
            <col className="w-[13%]" />
            <col className="w-[16%]" />
            <col className="w-[13%]" />
            <col className="w-[6%]" />
            <col className="w-[19%]" />
            <col className="w-[13%]" />
            <col className="w-[20%]" />
          </colgroup>
          <thead>
            <tr>
              {COLUMNS.map((name) => (
                <th key={name} scope="col" className="border-b border-ink px-2 py-1.5 font-bold">
                  {t(`column.${name}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <Row key={keyOf(row)} row={row} calendar={calendar} hrefFor={hrefFor} />
            ))}
          </tbody>
        </table>
      )}
      <p className="text-xs text-soft">{t("printed", { when: formatMoment(now, timeZone) })}</p>
    </section>
  );
}

const keyOf = (row: SheetRow): string =>
  row.kind === "entry" ? row.entry.key : `${row.kind} ${row.start}`;

const CELL = "border-b border-edge px-2 py-2 align-top wrap-anywhere";

interface RowProps extends Pick<DaySheetProps, "calendar" | "hrefFor"> {
  row: SheetRow;
}

function Row({ row, calendar, hrefFor }: RowProps) {
  const t = useTranslations("calendar");
  const status = useTranslations("appointments.status");
  const words = useEntryWords(calendar);
  if (row.kind !== "entry") {
    return (
      <tr className="text-soft italic [&>:first-child]:whitespace-nowrap">
        <td className={CELL}>{`${clockTime(row.start)}–${clockTime(row.end)}`}</td>
        <td className={CELL} colSpan={5}>
          {row.kind === "free" ? t("sheet.free") : words.away(row.away)}
        </td>
        <td className={`${CELL} day-sheet-notes border-l`} />
      </tr>
    );
  }
  const { entry } = row;
  const { id, patient, visitType, reason, overbooked } = entry.appointment;
  const minutes = (Date.parse(entry.endsAt) - Date.parse(entry.startsAt)) / 60_000;
  return (
    <tr>
      <th scope="row" className={`${CELL} font-bold whitespace-nowrap tabular-nums`}>
        {words.timeOf(entry)}
      </th>
      <td className={`${CELL} font-bold`}>
        <Link href={hrefFor(id)} prefetch={false} className="link text-ink print:no-underline">
          <Entered>{bothNames(patient)}</Entered>
        </Link>
      </td>
      <td className={CELL}>
        <Entered>{visitType.name}</Entered>
      </td>
      <td className={`${CELL} day-sheet-minutes tabular-nums`}>{formatNumber(minutes)}</td>
      <td className={CELL}>
        <Entered>{reason}</Entered>
      </td>
      <td className={CELL}>
        {entry.held ? t("held") : status(entry.appointment.status)}
        {overbooked && <strong className="block">{t("overbooked")}</strong>}
      </td>
      <td className={`${CELL} day-sheet-notes h-14 border-l`} />
    </tr>
  );
}
