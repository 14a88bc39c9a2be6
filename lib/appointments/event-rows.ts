import type { UserActor } from "../access/actor.ts";
import type { Tx } from "../db.ts";
import { unsealed } from "../encryption/words.ts";
import type { Prisma } from "../generated/prisma/client.ts";
import { placedPage, type Page } from "../page.ts";
import type { AppointmentEventView, AppointmentRow } from "./views.ts";

const NAMED = { select: { id: true, fullName: true } } as const;
/** With their names; read only where an appointment was reassigned. */
const DOCTORS = { fromDoctor: NAMED, toDoctor: NAMED } as const;

/** The histories of appointments that were loaded with their words, and noted as read, by appointment. */
export async function loadEvents(
  tx: Tx,
  actor: UserActor,
  appointments: readonly Pick<AppointmentRow, "id">[],
): Promise<Map<string, AppointmentEventView[]>> {
  const events = await tx.appointmentEvent.findMany({
    where: { appointmentId: { in: appointments.map(({ id }) => id) } },
    orderBy: { version: "asc" },
    include: DOCTORS,
  });
  const histories = Map.groupBy(events, ({ appointmentId }) => appointmentId);
  return new Map(
    [...histories].map(([id, own]) => [id, own.map((event) => eventView(event, actor))] as const),
  );
}

/** A page of the history of one such appointment, the first step first: the versions behind `after`. */
export async function pageEvents(
  tx: Tx,
  actor: UserActor,
  { id }: Pick<AppointmentRow, "id">,
  { after, limit }: { after: number; limit: number },
): Promise<Page<AppointmentEventView>> {
  const events = await tx.appointmentEvent.findMany({
    where: { appointmentId: id, version: { gt: after } },
    orderBy: { version: "asc" },
    take: limit + 1,
    include: DOCTORS,
  });
  const views = events.map((event) => eventView(event, actor));
  return placedPage(views, limit, ({ version }) => BigInt(version));
}

type EventRow = Prisma.AppointmentEventGetPayload<{ include: typeof DOCTORS }>;

const doctorOf = (row: EventRow["fromDoctor"]) => row && { id: row.id, name: row.fullName };

function eventView(event: EventRow, actor: UserActor): AppointmentEventView {
  const { reason, overbook_reason } = unsealed("appointment_events", event.appointmentId, {
    reason: event.reason,
    overbook_reason: event.overbookReason,
  });
  return {
    version: event.version,
    type: event.type,
    at: event.at.toISOString(),
    byRole: event.actorRole,
    reason,
    fromStatus: event.fromStatus,
    toStatus: event.toStatus,
    fromStartsAt: event.fromStartsAt?.toISOString() ?? null,
    toStartsAt: event.toStartsAt.toISOString(),
    fromDoctor: doctorOf(event.fromDoctor),
    toDoctor: doctorOf(event.toDoctor),
    proposedStarts: event.proposedStarts.map((start) => start.toISOString()),
    overbooked: overbook_reason !== null,
    overbookReason: actor.role === "patient" ? null : overbook_reason,
  };
}
