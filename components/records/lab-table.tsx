import { useTranslations } from "next-intl";
import Link from "next/link";
import type { ReactNode } from "react";
import { Entered } from "#components/ui/entered.tsx";
import { Table } from "#components/ui/table.tsx";
import type { LabResultView, MeasuredIn } from "#lib/records/views.ts";
import { FlagMark } from "./flag-mark.tsx";
import { labRange, labTaken, labValue } from "./lab-words.ts";

interface ShownResult extends LabResultView {
  /** In which its time is shown. */
  timeZone: string;
  /** In the unit of the table, where it was given in another one. */
  converted?: MeasuredIn | null;
  /** How many more values of the test there are of this time, which the table leaves out. */
  others?: number;
}

interface LabTableProps<Result extends ShownResult> {
  caption: string;
  results: readonly Result[];
  /** Where the values of a test over time are drawn; of one test the column is left out. */
  seriesHref?: (result: Result) => string;
}

/** Values beside the range that they are held against. */
export function LabTable<Result extends ShownResult>(props: LabTableProps<Result>) {
  const { caption, results, seriesHref } = props;
  const t = useTranslations("records.lab");
  const range = { upTo: t.raw("upTo") as string, from: t.raw("from") as string };
  const name = (result: Result): ReactNode =>
    seriesHref ? (
      <Link href={seriesHref(result)} prefetch={false} className="link">
        <Entered>{result.name}</Entered>
      </Link>
    ) : (
      labTaken(result.takenAt, result.timeZone)
    );
  const given = (text: string) => <Given>{t("convertedFrom", { given: text })}</Given>;
  return (
    <Table
      caption={caption}
      rows={results.map((result, index) => ({ result, index }))}
      rowKey={({ index }) => String(index)}
      columns={[
        {
          key: "name",
          header: t(seriesHref ? "name" : "takenAt"),
          cell: ({ result }) => name(result),
        },
        {
          key: "value",
          header: t("value"),
          cell: ({ result }) => (
            <>
              {labValue(result.value === null ? result : (result.converted ?? result))}
              {result.converted && result.value !== null && given(labValue(result))}
              {Boolean(result.others) && (
                <Given>{t("others", { count: result.others ?? 0 })}</Given>
              )}
            </>
          ),
        },
        {
          key: "flag",
          header: t("flag"),
          cell: ({ result }) =>
            result.interpretation ? <FlagMark flag={result.interpretation} /> : "–",
        },
        {
          key: "range",
          header: t("range"),
          cell: ({ result }) => (
            <>
              {labRange(result.converted ?? result, range) || "–"}
              {result.converted &&
                labRange(result, range) &&
                given([labRange(result, range), result.unit].filter(Boolean).join(" "))}
            </>
          ),
        },
        ...(seriesHref
          ? [
              {
                key: "taken",
                header: t("takenAt"),
                cell: ({ result }: { result: Result }) => labTaken(result.takenAt, result.timeZone),
              },
            ]
          : []),
      ]}
    />
  );
}

function Given({ children }: { children: string }) {
  return <span className="block text-sm text-soft">{children}</span>;
}
