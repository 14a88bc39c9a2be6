import { useTranslations } from "next-intl";
import { DescriptionList } from "#components/ui/description-list.tsx";
import { HISTORY_KINDS } from "#lib/history/rules.ts";
import type { HistoryEntryView } from "#lib/history/views.ts";
import { HistoryEntry } from "./history-entry.tsx";

interface HistorySummaryProps {
  entries: readonly HistoryEntryView[];
  /** Of the reader. */
  timeZone: string;
}

/** What is known of a medical history at a glance: kinds of which nothing is known are left out. */
export function HistorySummary({ entries, timeZone }: HistorySummaryProps) {
  const t = useTranslations("history");
  const kinds = HISTORY_KINDS.flatMap((kind) => {
    const known = entries.filter((entry) => entry.kind === kind);
    return known.length > 0 ? [{ kind, known }] : [];
  });
  if (kinds.length === 0) return <p className="text-soft">{t("nothing")}</p>;
  return (
    <DescriptionList
      items={kinds.map(({ kind, known }) => ({
        term: t(`kinds.${kind}`),
        description: (
          <ul className="flex flex-col gap-3">
            {known.map((entry) => (
              <li key={entry.id}>
                <HistoryEntry entry={entry} timeZone={timeZone} />
              </li>
            ))}
          </ul>
        ),
      }))}
    />
  );
}
