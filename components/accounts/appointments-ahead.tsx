import { useTranslations } from "next-intl";
import { AppointmentTable } from "#components/appointments/appointment-table.tsx";
import { ActionForm } from "#components/ui/action-form.tsx";
import { Alert } from "#components/ui/alert.tsx";
import { Section } from "#components/ui/section.tsx";
import type { AccountView } from "#lib/accounts/views.ts";
import type { AppointmentView } from "#lib/appointments/views.ts";
import type { FormAction } from "#lib/web/form-state.ts";

interface AppointmentsAheadProps {
  account: AccountView;
  ahead: { count: number; next: readonly AppointmentView[] };
  /** Asks what becomes of them. */
  settle: FormAction;
}

/** The appointments ahead of an account: shown before it is disabled, and afterwards with the question what to do. */
export function AppointmentsAhead({ account, ahead, settle }: AppointmentsAheadProps) {
  const t = useTranslations("admin.account.ahead");
  const isDisabled = account.state === "disabled";
  const { count, next } = ahead;
  return (
    <Section id="ahead" title={t("title", { count })}>
      {isDisabled ? (
        <Alert tone="warning">{t("disabled", { count })}</Alert>
      ) : (
        <p className="max-w-prose">{t("body")}</p>
      )}
      <AppointmentTable
        caption={t("caption")}
        appointments={next}
        audience="admin"
        hrefFor={({ id }) => `/admin/appointments/${id}`}
      />
      {count > next.length && (
        <p className="text-soft">{t("more", { count: count - next.length })}</p>
      )}
      {isDisabled && (
        <ActionForm action={settle} submit={t("decide")}>
          <input type="hidden" name="_id" value={account.id} />
        </ActionForm>
      )}
    </Section>
  );
}
