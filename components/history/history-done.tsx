import { useTranslations } from "next-intl";
import { ActionForm } from "#components/ui/action-form.tsx";
import { Done } from "#components/ui/done.tsx";
import type { FormAction } from "#lib/web/form-state.ts";

const DONE = ["added", "changed", "removed", "restored"] as const;

interface HistoryDoneProps {
  patientId: string;
  /** What was just done, and the entry that was removed, out of the address. */
  done: string | undefined;
  undo: string | undefined;
  restore: FormAction;
}

/** Word of what was just done to a history; what was removed can be put back. */
export function HistoryDone({ patientId, done, undo, restore }: HistoryDoneProps) {
  const t = useTranslations("history.done");
  const known = DONE.find((one) => one === done);
  if (!known) return null;
  return (
    <Done>
      <p>{t(known)}</p>
      {known === "removed" && undo && (
        <ActionForm action={restore} submit={t("undo")} submitVariant="secondary" className="mt-3">
          <input type="hidden" name="_id" value={`${patientId}/${undo}`} />
        </ActionForm>
      )}
    </Done>
  );
}
