import { useTranslations } from "next-intl";
import { ActionForm } from "#components/ui/action-form.tsx";
import { Section } from "#components/ui/section.tsx";
import type { HistoryKind } from "#lib/history/rules.ts";
import type { FormAction } from "#lib/web/form-state.ts";
import { EntryFields } from "./entry-fields.tsx";

interface AddEntryProps {
  patientId: string;
  action: FormAction;
  /** What is chosen already. */
  kind?: HistoryKind | undefined;
  withSource: boolean;
}

/** Adds to a history. */
export function AddEntry({ patientId, action, kind, withSource }: AddEntryProps) {
  const t = useTranslations("history.add");
  return (
    <Section id="add" title={t("title")}>
      <ActionForm
        key={kind}
        action={action}
        schema="history.entry"
        submit={t("save")}
        className="max-w-prose"
      >
        <input type="hidden" name="_id" value={patientId} />
        <EntryFields kind={kind} withSource={withSource} />
      </ActionForm>
    </Section>
  );
}
