import { redirect } from "next/navigation";
import { reschedule } from "#app/_actions/appointments.ts";
import { MoveView } from "#components/appointments/move-view.tsx";
import type { UserActor } from "#lib/access/actor.ts";
import { listMoveTimes } from "#lib/appointments/move-times.ts";
import { getAppointment } from "#lib/appointments/queries.ts";
import type { SlotView } from "#lib/availability/views.ts";
import { weekOf } from "#lib/availability/week.ts";
import { idOr404, orNotFound } from "#lib/web/guard.ts";
import { textParams, withParams, type SearchParams } from "#lib/web/search-params.ts";

interface MovePageProps {
  actor: UserActor;
  id: string;
  /** The appointment's own page. */
  back: string;
  searchParams: SearchParams;
}

/**
 * Moving a visit, the same for each role. `?day=` is in the week to show, `?startsAt=` the choice;
 * or `?time=` is, of that day: a drag in the calendar knows what the clinic's clocks show.
 */
export async function MovePage({ actor, id, back, searchParams }: MovePageProps) {
  const { day, startsAt, time } = await textParams(searchParams);
  const now = new Date();
  const { appointment } = await orNotFound(getAppointment(actor, idOr404(id), now));
  // Its own page says why: too late, canceled, over.
  if (!appointment.permits.reschedule) redirect(back);
  const week = weekOf(appointment.clinic.timeZone, now, day ?? appointment.date);
  const slots = await orNotFound(listMoveTimes(actor, id, week.range, now));
  const hrefFor = (params: Record<string, string | undefined>) =>
    withParams(`${back}/move`, params);
  const byPatient = actor.role === "patient";
  return (
    <MoveView
      appointment={appointment}
      slots={slots}
      days={week.days}
      chosen={startsAt ?? startAt(slots.slots, day, time)}
      action={reschedule}
      asksAnew={appointment.asksAnewWhenMoved}
      hrefFor={hrefFor}
      weekHref={{
        previous: week.previous && hrefFor({ day: week.previous }),
        next: hrefFor({ day: week.next }),
        nextFree: undefined,
      }}
      backHref={back}
      name={byPatient ? appointment.doctor.name : appointment.patient.name}
    />
  );
}

/**
 * The start of the free time that clocks show so, the first where they show it twice. Without one
 * the time itself, which is no start that is free, so that the page says so.
 */
function startAt(slots: readonly SlotView[], day: string | undefined, time: string | undefined) {
  return slots.find((slot) => slot.date === day && slot.time === time)?.startsAt ?? time;
}
