import { useTranslations } from "next-intl";
import { ActionForm } from "#components/ui/action-form.tsx";
import { ButtonLink, buttonClass } from "#components/ui/button.tsx";
import { FormDetails } from "#components/ui/form-details.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import type { HistoryEntryView } from "#lib/history/views.ts";
import type { FormAction } from "#lib/web/form-state.ts";
import { EntryIds } from "./entry-ids.tsx";

interface EntryActionsProps {
  patientId: string;
  entry: HistoryEntryView;
  editHref: string;
  remove: FormAction;
}

/** Changes or removes an entry: opened first, then removed, so that nothing goes by one slip. */
export function EntryActions({ patientId, entry, editHref, remove }: EntryActionsProps) {
  const t = useTranslations("history");
  const working = useTranslations("ui.form")("working");
  const { name } = entry;
  return (
    <div className="mt-2 flex flex-wrap items-start gap-3 print:hidden">
      <ButtonLink
        href={editHref}
        variant="secondary"
        size="small"
        aria-label={t("edit.label", { name })}
      >
        {t("edit.link")}
      </ButtonLink>
      <ActionForm action={remove}>
        <EntryIds patientId={patientId} entry={entry} />
        <FormDetails
          summary={
            <>
              <span aria-hidden="true">{t("remove.link")}</span>
              <span className="sr-only">{t("remove.label", { name })}</span>
            </>
          }
          summaryClass={buttonClass({ variant: "quiet", size: "small" })}
        >
          <div className="mt-2 flex flex-wrap items-center gap-3">
            <p>{t("remove.body")}</p>
            <SubmitButton pendingLabel={working} variant="danger" size="small">
              {t("remove.confirm")}
            </SubmitButton>
          </div>
        </FormDetails>
      </ActionForm>
    </div>
  );
}
