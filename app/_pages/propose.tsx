import { redirect } from "next/navigation";
import { propose } from "#app/_actions/appointments.ts";
import { ProposeView } from "#components/appointments/propose-view.tsx";
import type { UserActor } from "#lib/access/actor.ts";
import { listMoveTimes } from "#lib/appointments/move-times.ts";
import { getAppointment } from "#lib/appointments/queries.ts";
import { MOST_PROPOSALS, proposedStartsSchema } from "#lib/appointments/schema.ts";
import { weekOf } from "#lib/availability/week.ts";
import { idOr404, orNotFound } from "#lib/web/guard.ts";
import { textParams, withParams, type SearchParams } from "#lib/web/search-params.ts";

interface ProposePageProps {
  actor: UserActor;
  id: string;
  /** The appointment's own page. */
  back: string;
  searchParams: SearchParams;
}

/** Proposing other times. `?chosen=` are the starts so far, with commas; `?day=` the week to show. */
export async function ProposePage({ actor, id, back, searchParams }: ProposePageProps) {
  const { day, chosen: given } = await textParams(searchParams);
  const now = new Date();
  const { appointment } = await orNotFound(getAppointment(actor, idOr404(id), now));
  // Its own page says why: answered, withdrawn, expired.
  if (!appointment.permits.propose) redirect(back);
  const week = weekOf(appointment.clinic.timeZone, now, day ?? appointment.date);
  const slots = await orNotFound(listMoveTimes(actor, id, week.range, now));
  const parsed = proposedStartsSchema.safeParse(given);
  const chosen = parsed.success ? parsed.data.map((start) => start.toISOString()).sort() : [];
  const hrefFor = (starts: readonly string[], shown: string | undefined) =>
    withParams(`${back}/propose`, { chosen: starts.join(","), day: shown });
  const toggled = (start: string) =>
    chosen.includes(start) ? chosen.filter((one) => one !== start) : [...chosen, start];
  return (
    <ProposeView
      appointment={appointment}
      slots={{ ...slots, slots: slots.slots.filter((slot) => standsApart(slot, chosen, slots)) }}
      days={week.days}
      chosen={chosen}
      most={MOST_PROPOSALS}
      action={propose}
      toggleHref={(start) => hrefFor(toggled(start), day)}
      weekHref={{
        previous: week.previous && hrefFor(chosen, week.previous),
        next: hrefFor(chosen, week.next),
        nextFree: undefined,
      }}
      backHref={back}
    />
  );
}

/** Times that overlap a chosen one cannot be chosen beside it, so they are not shown. */
function standsApart(
  { startsAt }: { startsAt: string },
  chosen: readonly string[],
  { visitType }: { visitType: { minutes: number } },
): boolean {
  const start = Date.parse(startsAt);
  return chosen.every((other) => {
    const apart = Math.abs(Date.parse(other) - start);
    return apart === 0 || apart >= visitType.minutes * 60_000;
  });
}
