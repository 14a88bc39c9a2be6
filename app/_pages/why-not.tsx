import { getMessages } from "next-intl/server";
import { WhyNot } from "#components/schedules/why-not.tsx";
import type { UserActor } from "#lib/access/actor.ts";
import { DomainError } from "#lib/errors.ts";
import { explainTime } from "#lib/schedules/explain.ts";
import { explainSchema } from "#lib/schedules/schema.ts";
import type { ScheduleView, TimeExplained } from "#lib/schedules/views.ts";
import { fieldErrorsOf } from "#lib/web/form-state.ts";
import { refusedForm } from "#lib/web/words.ts";

interface WhyNotPartProps {
  actor: UserActor;
  schedule: ScheduleView;
  path: string;
  /** `?day=&time=&visitType=` is the question. */
  params: Record<string, string>;
}

/** "Why is this time not offered?", asked by a plain form and answered on the same page. */
export async function WhyNotPart({ actor, schedule, path, params }: WhyNotPartProps) {
  const { day, time, visitType } = params;
  const asked = { day, time, visitType };
  const { answer, errors } = await ask(actor, schedule.doctor.id, asked);
  return (
    <WhyNot
      schedule={schedule}
      path={path}
      appointmentHref={(id) => `/${actor.role}/appointments/${id}`}
      asked={Object.fromEntries(Object.entries(asked).filter(([, value]) => value))}
      errors={errors}
      answer={answer}
    />
  );
}

interface Answer {
  answer: TimeExplained | null;
  errors: Record<string, string>;
}

async function ask(actor: UserActor, doctorId: string, asked: object): Promise<Answer> {
  if (Object.values(asked).every((value) => value === undefined)) {
    return { answer: null, errors: {} };
  }
  const parsed = explainSchema.safeParse(asked);
  if (!parsed.success) {
    const { errors } = await getMessages();
    return { answer: null, errors: fieldErrorsOf(parsed.error, errors.fields) };
  }
  try {
    const answer = await explainTime(actor, doctorId, parsed.data, new Date());
    return { answer, errors: {} };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const { message, fieldErrors } = await refusedForm(error, {});
    return { answer: null, errors: { time: message, ...fieldErrors } };
  }
}
