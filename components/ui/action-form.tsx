import { getMessages, getTranslations } from "next-intl/server";
import { formOwner } from "#lib/web/form-owner.ts";
import { ActionFormClient, type ActionFormProps } from "./action-form-client.tsx";

/**
 * THE form of this product. It posts to a server action without JavaScript and shows the answer's
 * errors with all that was typed; with JavaScript it checks first with the server's own schema. It carries the
 * account that it is drawn for, and for another account it is another form: nothing typed goes over to it.
 *
 *     <ActionForm action={requestAppointment} schema="appointments.book" submit={t("send")}>
 *       <input type="hidden" name="startsAt" value={startsAt} />
 *       <Field as="textarea" name="reason" label={t("reason")} maxLength={500} required />
 *     </ActionForm>
 */
export async function ActionForm(props: ActionFormProps) {
  const t = await getTranslations("ui.form");
  const owner = await formOwner();
  const words = {
    working: t("working"),
    check: t("check"),
    unreachable: t("unreachable"),
    alternatives: t("alternatives"),
    copy: t("copy"),
    copied: t("copied"),
    fields: (await getMessages()).errors.fields,
  };
  return <ActionFormClient key={owner} {...props} owner={owner} words={words} />;
}
