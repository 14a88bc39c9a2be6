import type { ReactNode } from "react";
import { approve, cancel, decline, recordOutcome } from "#app/_actions/appointments.ts";
import { StaffPage } from "#components/appointments/staff-page.tsx";
import type { UserActor } from "#lib/access/actor.ts";
import { getAppointment } from "#lib/appointments/queries.ts";
import { idOr404, orNotFound } from "#lib/web/guard.ts";
import { textParams, type SearchParams } from "#lib/web/search-params.ts";

interface StaffAppointmentProps {
  actor: UserActor;
  id: string;
  /** The page's own path, and the way back from it. */
  path: string;
  back: ReactNode;
  searchParams: SearchParams;
}

/** One appointment for those who decide about it. `?answer=decline` opens the form for that. */
export async function StaffAppointment(props: StaffAppointmentProps) {
  const { actor, id, path, back, searchParams } = props;
  const { done, answer } = await textParams(searchParams);
  const { appointment, events, records, treated } = await orNotFound(
    getAppointment(actor, idOr404(id), new Date()),
  );
  return (
    <StaffPage
      appointment={appointment}
      events={events}
      audience={actor.role}
      done={done}
      actions={{ approve, decline, cancel, recordOutcome }}
      declining={answer === "decline"}
      moveHref={`${path}/move`}
      proposeHref={`${path}/propose`}
      back={back}
      records={records}
      treated={treated}
    />
  );
}
