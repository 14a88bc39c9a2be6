import { useMessages, useTranslations } from "next-intl";
import { ActionFormClient, type ActionFormProps } from "./action-form-client.tsx";

/**
 * THE form of this product. It posts to a server action without JavaScript and shows the answer's
 * errors with all that was typed; with JavaScript it checks first with the server's own schema.
 *
 *     <ActionForm action={requestAppointment} schema="appointments.book" submit={t("send")}>
 *       <input type="hidden" name="startsAt" value={startsAt} />
 *       <Field as="textarea" name="reason" label={t("reason")} maxLength={500} required />
 *     </ActionForm>
 */
export function ActionForm(props: ActionFormProps) {
  const t = useTranslations("ui.form");
  const words = {
    working: t("working"),
    check: t("check"),
    unreachable: t("unreachable"),
    alternatives: t("alternatives"),
    copy: t("copy"),
    copied: t("copied"),
    fields: useMessages().errors.fields,
  };
  return <ActionFormClient {...props} words={words} />;
}
