import { useTranslations } from "next-intl";
import Link from "next/link";
import { Entered } from "#components/ui/entered.tsx";
import { Moment } from "#components/ui/moment.tsx";
import { Table } from "#components/ui/table.tsx";
import type { AccessView } from "#lib/access-log/views.ts";
import { isolated } from "#lib/names/rules.ts";
import { useActWords } from "./act-words.ts";

interface AccessTableProps {
  recordHref: (id: string) => string;
  entries: readonly AccessView[];
  timeZone: string;
}

/** Who did what with a patient's data, when and why, in plain words. */
export function AccessTable({ entries, timeZone, recordHref }: AccessTableProps) {
  const t = useTranslations("accessLog");
  const words = useActWords();
  return (
    <Table
      caption={t("title")}
      rows={entries}
      rowKey={({ seq }) => String(seq)}
      columns={[
        {
          key: "when",
          header: t("when"),
          cell: ({ at }) => <Moment at={at} timeZone={timeZone} />,
        },
        {
          key: "who",
          header: t("who"),
          cell: ({ who }) =>
            who.name === "" && who.role === "patient"
              ? t("otherPatient")
              : `${isolated(who.name)} (${t(`role.${who.role}`)})`,
        },
        {
          key: "what",
          header: t("what"),
          cell: (entry) =>
            entry.recordId ? (
              <Link href={recordHref(entry.recordId)} prefetch={false} className="link">
                {words(entry.action, entry.records)}
              </Link>
            ) : (
              words(entry.action, entry.records)
            ),
        },
        { key: "why", header: t("why"), cell: (entry) => <Why entry={entry} /> },
      ]}
    />
  );
}

function Why({ entry: { purpose, reason } }: { entry: AccessView }) {
  const t = useTranslations("accessLog.purpose");
  return (
    <>
      {purpose && purpose !== "own" && t(purpose)}
      {reason && (
        <span className="block wrap-anywhere">
          “<Entered>{reason}</Entered>”
        </span>
      )}
    </>
  );
}
