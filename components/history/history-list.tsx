import { useTranslations } from "next-intl";
import Link from "next/link";
import { Section } from "#components/ui/section.tsx";
import { HISTORY_KINDS, type HistoryKind } from "#lib/history/rules.ts";
import type { HistoryEntryView, HistoryView } from "#lib/history/views.ts";
import type { FormAction } from "#lib/web/form-state.ts";
import { EditEntry } from "./edit-entry.tsx";
import { EntryActions } from "./entry-actions.tsx";
import { HistoryEntry } from "./history-entry.tsx";

/** What can be done on the page of a history. */
export interface HistoryActions {
  path: string;
  change: FormAction;
  remove: FormAction;
  /** The entry that is being changed. */
  editing: string | undefined;
}

interface HistoryListProps {
  history: HistoryView;
  /** Of the reader. */
  timeZone: string;
  /** Without it the list is to read. */
  actions?: HistoryActions;
}

/** A medical history by kind. */
export function HistoryList({ history, timeZone, actions }: HistoryListProps) {
  const t = useTranslations("history");
  const { patient, entries, permits } = history;
  return HISTORY_KINDS.map((kind) => (
    <Section
      key={kind}
      id={kind}
      title={t(`kinds.${kind}`)}
      actions={
        actions && permits.add && <AddLink kind={kind} href={`${actions.path}?kind=${kind}#add`} />
      }
    >
      {entries[kind].length === 0 ? (
        <p className="text-soft">{t(`empty.${kind}`)}</p>
      ) : (
        <ul className="divide-y divide-line rounded-card border border-line bg-surface">
          {entries[kind].map((entry) => (
            <li key={entry.id} className="p-4 sm:px-5">
              <Entry patientId={patient.id} entry={entry} timeZone={timeZone} actions={actions} />
            </li>
          ))}
        </ul>
      )}
    </Section>
  ));
}

function AddLink({ kind, href }: { kind: HistoryKind; href: string }) {
  const t = useTranslations("history");
  return (
    <Link
      href={href}
      prefetch={false}
      aria-label={t("add.linkTo", { kind: t(`kind.${kind}`) })}
      className="link print:hidden"
    >
      {t("add.link")}
    </Link>
  );
}

function Entry({
  patientId,
  entry,
  timeZone,
  actions,
}: {
  patientId: string;
  entry: HistoryEntryView;
  timeZone: string;
  actions: HistoryActions | undefined;
}) {
  if (!actions || !entry.permits.change) return <HistoryEntry entry={entry} timeZone={timeZone} />;
  const { path, change, remove, editing } = actions;
  return editing === entry.id ? (
    <EditEntry patientId={patientId} entry={entry} action={change} backHref={path} />
  ) : (
    <HistoryEntry entry={entry} timeZone={timeZone}>
      <EntryActions
        patientId={patientId}
        entry={entry}
        editHref={`${path}?edit=${entry.id}#${entry.kind}`}
        remove={remove}
      />
    </HistoryEntry>
  );
}
