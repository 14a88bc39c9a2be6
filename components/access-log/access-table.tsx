import { useTranslations } from "next-intl";
import Link from "next/link";
import { Table } from "#components/ui/table.tsx";
import { formatMoment } from "#lib/format.ts";
import type { AccessView } from "#lib/access-log/views.ts";

interface AccessTableProps {
  recordHref: (id: string) => string;
  entries: readonly AccessView[];
  timeZone: string;
}

/** Who did what with a patient's data, when and why, in plain words. */
export function AccessTable({ entries, timeZone, recordHref }: AccessTableProps) {
  const t = useTranslations("accessLog");
  return (
    <Table
      caption={t("title")}
      rows={entries}
      rowKey={({ seq }) => String(seq)}
      columns={[
        {
          key: "when",
          header: t("when"),
          cell: ({ at }) => <time dateTime={at}>{formatMoment(at, timeZone)}</time>,
        },
        {
          key: "who",
          header: t("who"),
          cell: ({ who }) => `${who.name} (${t(`role.${who.role}`)})`,
        },
        {
          key: "what",
          header: t("what"),
          cell: (entry) =>
            entry.recordId ? (
              <Link href={recordHref(entry.recordId)} prefetch={false} className="link">
                <What entry={entry} />
              </Link>
            ) : (
              <What entry={entry} />
            ),
        },
        { key: "why", header: t("why"), cell: (entry) => <Why entry={entry} /> },
      ]}
    />
  );
}

function What({ entry: { action, records } }: { entry: AccessView }) {
  const t = useTranslations("accessLog.action");
  // A dot in a key of the catalogue would be a step down.
  const key = action.replaceAll(".", "-");
  if (key === "record-read" && records > 1) return t("records-read", { count: records });
  return isWorded((known) => t.has(known), key) ? t(key, { count: records }) : t("other");
}

function Why({ entry: { purpose, reason } }: { entry: AccessView }) {
  const t = useTranslations("accessLog.purpose");
  return (
    <>
      {purpose && purpose !== "own" && t(purpose)}
      {reason && <span className="block wrap-anywhere">“{reason}”</span>}
    </>
  );
}

type Worded = Parameters<ReturnType<typeof useTranslations<"accessLog.action">>>[0];

function isWorded(has: (key: never) => boolean, action: string): action is Worded {
  return has(action as never);
}
