import { useTranslations } from "next-intl";
import { v7 as uuid } from "uuid";
import { SlotWeek } from "#components/availability/slot-week.tsx";
import { ActionForm } from "#components/ui/action-form.tsx";
import { Card } from "#components/ui/card.tsx";
import { Field } from "#components/ui/field.tsx";
import { Section } from "#components/ui/section.tsx";
import type { DeskDoctor, DeskTimes } from "#lib/appointments/views.ts";
import { formatWhen } from "#lib/format.ts";
import type { PatientChoice } from "#lib/people/views.ts";
import type { FormAction } from "#lib/web/form-state.ts";
import { OtherTimeForm } from "./other-time-form.tsx";
import { OverbookForm } from "./overbook-form.tsx";
import { TimeRefusal, type RefusedTime } from "./time-refusal.tsx";

interface DeskTimeProps {
  patient: PatientChoice;
  doctor: DeskDoctor;
  times: DeskTimes;
  chosen: { startsAt: string; endsAt: string } | undefined;
  refused: RefusedTime | undefined;
  asked: { day: string | undefined; time: string | undefined };
  actions: Record<"book" | "overbook", FormAction>;
  /** Whether the actor may book a free time; a doctor only adds against the calendar. */
  mayBook: boolean;
  path: string;
  /** The steps before this one. */
  params: Record<string, string | undefined>;
  hrefFor: (more: Record<string, string | undefined>) => string;
}

/** The last step of adding a visit: the time, and what becomes of it. */
export function DeskTime(props: DeskTimeProps) {
  const { doctor, times, chosen, refused, actions, mayBook, hrefFor } = props;
  const t = useTranslations("desk.add");
  const { week, slots } = times;
  return (
    <>
      {refused && (
        <TimeRefusal
          refused={refused}
          timeZone={doctor.timeZone}
          hrefFor={(startsAt) => hrefFor({ startsAt })}
        >
          {refused.overbookable && refused.asked && (
            <OverbookForm
              action={actions.overbook}
              schema="appointments.overbook"
              against={refused.against}
            >
              <BookingFields {...props} startsAt={refused.asked.startsAt} />
            </OverbookForm>
          )}
        </TimeRefusal>
      )}
      {chosen && mayBook && (
        <Card className="max-w-prose" highlighted>
          <h2 className="mb-4 text-xl font-bold">
            {formatWhen(chosen.startsAt, chosen.endsAt, doctor.timeZone)}
          </h2>
          <ActionForm
            action={actions.book}
            schema="appointments.book"
            submit={t(doctor.approval === "manual" ? "request" : "confirm")}
          >
            <BookingFields {...props} startsAt={chosen.startsAt} />
            <p className="text-soft">{t(doctor.approval)}</p>
          </ActionForm>
        </Card>
      )}
      {chosen && !mayBook && (
        <div className="max-w-prose">
          <OverbookForm
            action={actions.overbook}
            schema="appointments.overbook"
            against={formatWhen(chosen.startsAt, chosen.endsAt, doctor.timeZone)}
            free
          >
            <BookingFields {...props} startsAt={chosen.startsAt} />
          </OverbookForm>
        </div>
      )}
      <SlotWeek
        title={t("free")}
        doctor={{ visitTypes: [], acceptingPatients: true }}
        slots={slots}
        days={week.days}
        hrefFor={({ startsAt, date }) => hrefFor({ day: date, startsAt })}
        weekHref={{
          previous: week.previous && hrefFor({ day: week.previous }),
          next: hrefFor({ day: week.next }),
          nextFree: undefined,
        }}
        {...(chosen && { chosen: [chosen.startsAt] })}
      />
      <Section id="other-time-title" title={t("other")}>
        <OtherTimeForm
          path={props.path}
          params={props.params}
          {...props.asked}
          timeZone={doctor.timeZone}
        />
      </Section>
    </>
  );
}

/** What a booking says besides: hidden, and the reason in the patient's words. */
function BookingFields({ patient, doctor, times, startsAt }: DeskTimeProps & { startsAt: string }) {
  const t = useTranslations("desk.add");
  return (
    <>
      <input type="hidden" name="_key" value={uuid()} />
      <input type="hidden" name="patientId" value={patient.id} />
      <input type="hidden" name="doctorId" value={doctor.id} />
      <input type="hidden" name="visitTypeId" value={times.slots.visitType.id} />
      <input type="hidden" name="startsAt" value={startsAt} />
      <Field as="textarea" name="reason" label={t("reason")} rows={2} maxLength={1000} />
    </>
  );
}
