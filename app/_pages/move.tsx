import { redirect } from "next/navigation";
import { overbookMove, reschedule } from "#app/_actions/appointments.ts";
import { MoveView } from "#components/appointments/move-view.tsx";
import type { UserActor } from "#lib/access/actor.ts";
import { listMoveTimes, previewMove } from "#lib/appointments/move-times.ts";
import { getAppointment } from "#lib/appointments/queries.ts";
import { weekOf } from "#lib/availability/week.ts";
import { bothNames } from "#lib/names/rules.ts";
import { idOr404, orNotFound } from "#lib/web/guard.ts";
import { textParams, withParams, type SearchParams } from "#lib/web/search-params.ts";
import { askedTime, dayOf, shownTime } from "./asked-time.ts";

interface MovePageProps {
  actor: UserActor;
  id: string;
  /** The appointment's own page. */
  back: string;
  searchParams: SearchParams;
}

/**
 * Moving a visit, the same for each role. `?day=` is in the week to show; `?startsAt=`, or `?time=`
 * with the day, is the choice.
 */
export async function MovePage({ actor, id, back, searchParams }: MovePageProps) {
  const params = await textParams(searchParams);
  const { time } = params;
  const now = new Date();
  const { appointment } = await orNotFound(getAppointment(actor, idOr404(id), now));
  // Its own page says why: too late, canceled, over.
  if (!appointment.permits.reschedule) redirect(back);
  const day = params["day"] ?? dayOf(params["startsAt"], appointment.clinic.timeZone);
  const byStaff = actor.role !== "patient";
  const week = weekOf(appointment.clinic.timeZone, now, day ?? appointment.date);
  const slots = await orNotFound(listMoveTimes(actor, id, week.range, now));
  const asked = askedTime(params);
  const preview = asked && (await orNotFound(previewMove(actor, id, asked, now)));
  const path = `${back}/move`;
  const hrefFor = (given: Record<string, string | undefined>) => withParams(path, given);
  return (
    <MoveView
      appointment={appointment}
      slots={slots}
      days={week.days}
      {...await shownTime(preview, byStaff)}
      unreadable={asked === null}
      asked={{ day: day ?? appointment.date, time: time ?? appointment.time }}
      actions={{ reschedule, overbookMove }}
      byStaff={byStaff}
      path={path}
      hrefFor={hrefFor}
      weekHref={{
        previous: week.previous && hrefFor({ day: week.previous }),
        next: hrefFor({ day: week.next }),
        nextFree: undefined,
      }}
      backHref={back}
      name={byStaff ? bothNames(appointment.patient) : appointment.doctor.name}
    />
  );
}
