import { useTranslations } from "next-intl";
import { ActionForm } from "#components/ui/action-form.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import type { HistoryEntryView } from "#lib/history/views.ts";
import type { FormAction } from "#lib/web/form-state.ts";
import { EntryFields } from "./entry-fields.tsx";
import { EntryIds } from "./entry-ids.tsx";

interface EditEntryProps {
  patientId: string;
  entry: HistoryEntryView;
  action: FormAction;
  backHref: string;
}

/** An entry in its place in the list, to change. */
export function EditEntry({ patientId, entry, action, backHref }: EditEntryProps) {
  const t = useTranslations("history.edit");
  return (
    <>
      <h3 className="mb-4 text-lg font-bold">{t("title")}</h3>
      <ActionForm
        action={action}
        schema="history.change"
        submit={t("save")}
        aside={
          <ButtonLink href={backHref} variant="quiet">
            {t("back")}
          </ButtonLink>
        }
      >
        <EntryIds patientId={patientId} entry={entry} />
        <EntryFields entry={entry} />
      </ActionForm>
    </>
  );
}
