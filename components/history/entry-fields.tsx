import { useTranslations } from "next-intl";
import { Field } from "#components/ui/field.tsx";
import { HISTORY_KINDS, HISTORY_SOURCES, type HistoryKind } from "#lib/history/rules.ts";
import type { HistoryEntryView } from "#lib/history/views.ts";

interface EntryFieldsProps {
  entry?: HistoryEntryView | undefined;
  kind?: HistoryKind | undefined;
  /** Whoever enters it says where it comes from. */
  withSource?: boolean;
}

/** What an entry of a history is made of. */
export function EntryFields({ entry, kind, withSource = false }: EntryFieldsProps) {
  const t = useTranslations("history.add");
  const kinds = useTranslations("history.kind");
  const sources = useTranslations("history.source");
  return (
    <>
      <Field
        as="select"
        name="kind"
        label={t("kind")}
        defaultValue={entry?.kind ?? kind ?? HISTORY_KINDS[0]}
        options={HISTORY_KINDS.map((value) => ({ value, label: kinds(value) }))}
      />
      <Field
        name="name"
        label={t("name")}
        hint={t("nameHint")}
        defaultValue={entry?.name ?? ""}
        maxLength={200}
        autoComplete="off"
        required
      />
      <p className="text-soft">{t("hint")}</p>
      <div className="grid gap-4 sm:grid-cols-2">
        {(["since", "until"] as const).map((name) => (
          <Field
            key={name}
            name={name}
            label={t(name)}
            defaultValue={entry?.[name] ?? ""}
            maxLength={10}
            autoComplete="off"
          />
        ))}
      </div>
      <Field
        as="textarea"
        name="note"
        label={t("note")}
        hint={t("noteHint")}
        defaultValue={entry?.note ?? ""}
        rows={3}
        maxLength={2000}
      />
      {withSource && (
        <Field
          as="select"
          name="source"
          label={t("source")}
          defaultValue="practitioner"
          options={HISTORY_SOURCES.map((value) => ({ value, label: sources(value) }))}
        />
      )}
    </>
  );
}
