import { getMessages, getTranslations } from "next-intl/server";
import { DomainError } from "../errors.ts";
import { formatMoment, formatWhen } from "../format.ts";
import type { Decisions } from "../schedules/schema.ts";
import type { AffectedVisit, Impact } from "../schedules/views.ts";
import type { Question } from "./form-state.ts";
import type { Asked } from "./submit.ts";
import { refusedForm, wordObstacle } from "./words.ts";
import { bothNames } from "../names/rules.ts";

/** The change of a schedule that a form asks for, with decisions about affected visits or none yet. */
type Change = (decisions: Decisions) => Promise<Impact>;

/**
 * Carries a change of schedule out, or asks what becomes of the visits that it affects. A decision
 * that cannot be carried out any more is asked about again, with what stands in its way.
 *
 * @returns null when it is done, else what to ask.
 */
export async function changeOrAsk(
  change: Change,
  decisions: Decisions | undefined = {},
): Promise<Asked | null> {
  try {
    const impact = await change(decisions);
    return impact.applied ? null : await ask(impact.affected);
  } catch (error) {
    const failed = error instanceof DomainError && Object.keys(decisions).length > 0 ? error : null;
    if (!failed?.detail.issues?.some(({ path }) => path.startsWith("decisions."))) throw error;
    const { message, fieldErrors } = await refusedForm(failed, {});
    const { affected } = await change({});
    return { ...(await ask(affected)), message, ...(fieldErrors && { fieldErrors }) };
  }
}

async function ask(affected: AffectedVisit[]): Promise<Asked> {
  const t = await getTranslations("schedule.impact");
  const questions: Question[] = [];
  for (const visit of affected) questions.push(await questionAbout(visit));
  questions.push({ name: "decisionReason", label: t("reason"), hint: t("reasonHint"), answer: "" });
  return { code: "affected", message: t("title", { count: affected.length }), questions };
}

async function questionAbout({ appointment, why, alternatives }: AffectedVisit): Promise<Question> {
  const t = await getTranslations("schedule.impact");
  const { appointments } = await getMessages();
  const { id, version, patient, startsAt, endsAt, clinic, status, doctor } = appointment;
  return {
    name: `decisions:${id}`,
    label: t("visit", {
      patient: bothNames(patient),
      when: formatWhen(startsAt, endsAt, clinic.timeZone),
    }),
    hint: t("hint", {
      doctor: doctor.name,
      status: appointments.status[status],
      why: await wordObstacle(why),
    }),
    options: [
      { value: `keep|${version}`, label: t("keep") },
      ...alternatives.map((slot) => ({
        value: `move|${version}|${slot.startsAt}`,
        label: t("move", { when: formatMoment(slot.startsAt, clinic.timeZone) }),
      })),
      { value: `cancel|${version}`, label: t("cancel") },
    ],
    answer: `keep|${version}`,
  };
}
