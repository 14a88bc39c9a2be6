import { getMessages, getTranslations } from "next-intl/server";
import type { ProvenActor } from "../access/actor.ts";
import { changeAccount } from "../accounts/commands.ts";
import { getAhead, type AccountAhead } from "../accounts/queries.ts";
import { accountChangeSchema } from "../accounts/schema.ts";
import { SETTLED_AT_ONCE } from "../appointments/settle.ts";
import { formatDeadline } from "../format.ts";
import type { Question } from "./form-state.ts";
import type { Asked } from "./submit.ts";

/** What was decided about the appointments ahead; empty until the form has asked. */
interface Decision {
  appointments?: "keep" | "cancel" | "reassign";
  reassignTo?: string | undefined;
  reason?: string | null | undefined;
}

/**
 * Disables an account, or asks what becomes of the appointments ahead of it. Returns the address of the account's
 * page, which says what was done, or the question.
 *
 * @throws DomainError as `changeAccount`
 */
export async function disableOrAsk(
  actor: ProvenActor,
  id: string,
  decision: Decision,
  now: Date,
): Promise<string | Asked> {
  const { appointments } = decision;
  const shown = (done: string, count = 0) => `/admin/users/${id}?done=${done}&count=${count}`;
  if (!appointments) {
    const ahead = await getAhead(actor, id, now);
    if (ahead.count > 0) return ask(ahead);
    await changeAccount(actor, id, { disabled: true }, now);
    return shown("disabled");
  }
  // The form has read an empty message as null; the schema knows a message, or none at all.
  const reason = appointments === "keep" ? undefined : (decision.reason ?? undefined);
  const { reassignTo } = decision;
  const change = { disabled: true, appointments, reason, ...(reassignTo && { reassignTo }) };
  const parsed = accountChangeSchema.safeParse(change);
  if (!parsed.success) return askAgain(await getAhead(actor, id, now));
  const { appointments: after } = await changeAccount(actor, id, parsed.data, now);
  if (appointments === "keep") return shown("kept", after.ahead);
  return shown(appointments === "cancel" ? "canceled" : "reassigned", after.settled);
}

async function ask(ahead: AccountAhead): Promise<Asked> {
  const t = await getTranslations("admin.account.ahead");
  const specializations: Record<string, string> = (await getMessages()).specializations;
  const [next] = ahead.next;
  const options = [
    { value: "keep", label: t("keep") },
    ...ahead.doctors.map(({ id, name, free, ...doctor }) => ({
      value: `reassign|${id}`,
      label: t("reassign", {
        name,
        specialization: specializations[doctor.specialization] ?? doctor.specialization,
        free,
        count: Math.min(ahead.count, SETTLED_AT_ONCE),
      }),
    })),
    { value: "cancel", label: t("cancel") },
  ];
  const questions: Question[] = [
    {
      name: "ahead",
      label: t("question"),
      hint: [
        next && t("next", { when: formatDeadline(next.startsAt, next.clinic.timeZone) }),
        ahead.doctors.length > 0 && t("unfit"),
      ]
        .filter(Boolean)
        .join(" "),
      options,
      answer: "keep",
    },
    { name: "aheadReason", label: t("reason"), hint: t("reasonHint"), answer: "" },
  ];
  return { code: "affected", message: t("ask", { count: ahead.count }), questions };
}

/** Asks again: only the message to the patients can be missing. */
async function askAgain(ahead: AccountAhead): Promise<Asked> {
  const t = await getTranslations("admin.account.ahead");
  return { ...(await ask(ahead)), fieldErrors: { aheadReason: t("reasonMissing") } };
}
