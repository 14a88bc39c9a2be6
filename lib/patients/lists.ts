import type { Actor, UserActor } from "../access/actor.ts";
import { noteListed } from "../access/care.ts";
import { authorizeUser } from "../access/policy.ts";
import { appointmentScope, treatedScope } from "../access/scope.ts";
import { asActor } from "../db.ts";
import { Prisma } from "../generated/prisma/client.ts";
import { pageOf, type Page } from "../page.ts";
import { named } from "../people/patients.ts";
import type { LocalDay } from "../time/local-day.ts";
import { afterPatient, ageAt, placeOf, profileView, selectProfiles } from "./rows.ts";
import type { PatientFilter } from "./schema.ts";
import type { ListedProfileView, PatientListView, VisitTime } from "./views.ts";

interface Row {
  id: string;
  name: string;
  dateOfBirth: LocalDay | null;
  lastAt: Date | null;
  lastZone: string | null;
  nextAt: Date | null;
  nextZone: string | null;
}

/**
 * Those whom the actor looks after, by name: a doctor's are the patients they treat, an admin's
 * everybody. Says who they are and when they come, and no more: it is nobody's profile.
 *
 * @throws DomainError `invalid` for a cursor that no page gave.
 */
export async function listPatients(
  actor: Actor,
  filter: PatientFilter,
  now: Date,
): Promise<Page<PatientListView>> {
  authorizeUser(actor, "patient.find");
  const rows = await asActor(
    actor,
    (tx) => tx.$queryRaw<Row[]>`
      SELECT p.id, p.full_name AS name, p.date_of_birth::text AS "dateOfBirth",
        l.starts_at AS "lastAt", l.time_zone AS "lastZone", n.starts_at AS "nextAt", n.time_zone AS "nextZone"
      FROM (SELECT p.* FROM patients p WHERE ${conditions(actor, filter)}
            ORDER BY p.full_name, p.id LIMIT ${filter.limit + 1}) p
        LEFT JOIN LATERAL (
          SELECT a.starts_at, c.time_zone FROM appointments a JOIN clinics c ON c.id = a.clinic_id
          WHERE a.patient_id = p.id AND ${appointmentScope(actor)} AND a.status = 'completed'
          ORDER BY a.starts_at DESC LIMIT 1) l ON true
        LEFT JOIN LATERAL (
          SELECT a.starts_at, c.time_zone FROM appointments a JOIN clinics c ON c.id = a.clinic_id
          WHERE a.patient_id = p.id AND ${appointmentScope(actor)} AND a.status = 'confirmed' AND a.starts_at > ${now}
          ORDER BY a.starts_at LIMIT 1) n ON true
      ORDER BY p.full_name, p.id`,
  );
  const { items, nextCursor } = pageOf(rows, filter.limit, placeOf);
  return { items: items.map((row) => listView(row, now)), nextCursor };
}

/**
 * The same with their profiles, each of them noted as read.
 *
 * @throws DomainError `invalid` for a cursor that no page gave.
 */
export async function listProfiles(
  actor: Actor,
  filter: PatientFilter,
  now: Date,
): Promise<Page<ListedProfileView>> {
  authorizeUser(actor, "patient.find");
  return asActor(actor, async (tx) => {
    const rows = await selectProfiles(tx, actor, [conditions(actor, filter)], filter.limit + 1);
    const { items, nextCursor } = pageOf(rows, filter.limit, placeOf);
    const ids = items.map(({ id }) => id);
    await noteListed(tx, actor, ids, "profile.read", "patient_profiles");
    return {
      items: items.map((row) => {
        const { insurance, ...view } = profileView(row, now);
        return view;
      }),
      nextCursor,
    };
  });
}

function conditions(actor: UserActor, { q, cursor }: PatientFilter): Prisma.Sql {
  const all = [treatedScope(actor), ...named(q ?? ""), ...afterPatient(cursor)];
  return Prisma.join(all, " AND ");
}

function listView(row: Row, now: Date): PatientListView {
  const { id, name, dateOfBirth, lastAt, lastZone, nextAt, nextZone } = row;
  return {
    id,
    name,
    dateOfBirth,
    age: ageAt(dateOfBirth, now),
    lastVisit: visitTime(lastAt, lastZone),
    nextVisit: visitTime(nextAt, nextZone),
  };
}

function visitTime(startsAt: Date | null, timeZone: string | null): VisitTime | null {
  return startsAt && timeZone ? { startsAt: startsAt.toISOString(), timeZone } : null;
}
