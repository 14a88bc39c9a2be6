import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Entered } from "#components/ui/entered.tsx";
import { formatDayOf, formatKnownDate } from "#lib/format.ts";
import type { HistoryEntryView } from "#lib/history/views.ts";

/** One entry of a history: what, when, and who says so. */
export function HistoryEntry({
  entry,
  timeZone,
  children,
}: {
  entry: HistoryEntryView;
  /** Of the reader. */
  timeZone: string;
  /** What can be done with it. */
  children?: ReactNode;
}) {
  const t = useTranslations("history");
  const { name, note, source, recordedBy, createdAt } = entry;
  const entered = { when: formatDayOf(createdAt, timeZone) };
  return (
    <div className="flex flex-col gap-1">
      <p className="flex flex-wrap items-baseline gap-x-3">
        <span className="font-bold wrap-anywhere">
          <Entered>{name}</Entered>
        </span>
        <When entry={entry} />
      </p>
      {note && (
        <p dir="auto" className="wrap-anywhere whitespace-pre-line">
          {note}
        </p>
      )}
      <p className="text-sm text-soft">
        {recordedBy
          ? t("who.staff", { ...entered, name: recordedBy, source: t(`source.${source}`) })
          : t("who.own", entered)}
      </p>
      {children}
    </div>
  );
}

/** "since May 2019", "2015 to 2019", "until 2018"; an operation or an immunization was on its day. */
function When({ entry: { kind, since, until } }: { entry: HistoryEntryView }) {
  const t = useTranslations("history.when");
  const [from, to] = [since && formatKnownDate(since), until && formatKnownDate(until)];
  if (!from && !to) return null;
  const atOnce = kind === "surgery" || kind === "immunization";
  const text =
    from && to
      ? t("range", { since: from, until: to })
      : from
        ? t(atOnce ? "at" : "since", { since: from })
        : t("until", { until: to ?? "" });
  return <span className="text-soft">{text}</span>;
}
