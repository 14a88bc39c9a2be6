import { useTranslations } from "next-intl";
import { ActionForm } from "#components/ui/action-form.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import type { FormAction } from "#lib/web/form-state.ts";

interface ShowNumberProps {
  patientId: string;
  masked: string;
  action?: FormAction | undefined;
}

/** An insurance number: its end, and a button for the rest, which is asked for by itself. */
export function ShowNumber({ patientId, masked, action }: ShowNumberProps) {
  const t = useTranslations("patients.facts");
  const working = useTranslations("ui.form")("working");
  if (!action) return masked;
  return (
    <ActionForm action={action} className="gap-3">
      <input type="hidden" name="_id" value={patientId} />
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <span data-printed>{masked}</span>
        <SubmitButton pendingLabel={working} variant="secondary" size="small">
          {t("showNumber")}
        </SubmitButton>
      </div>
    </ActionForm>
  );
}
