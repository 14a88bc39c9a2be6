import type { Actor, UserActor } from "../access/actor.ts";
import { authorizeUser } from "../access/policy.ts";
import { treatedScope } from "../access/scope.ts";
import { asActor } from "../db.ts";
import { Prisma } from "../generated/prisma/client.ts";
import type { Page } from "../page.ts";
import { nameList, PATIENTS, type NameList } from "../search/match.ts";
import { pageListed, type ListedRow } from "./list-rows.ts";
import { ageAt, pageProfiles, profileView } from "./rows.ts";
import type { PatientFilter } from "./schema.ts";
import type { ListedProfileView, PatientListView, VisitTime } from "./views.ts";

/**
 * The patients in the actor's care, by name or by how well they match a search: for a doctor those they treat,
 * for an admin all patients. Says who they are and when they come, and no more. Noted as a list.
 *
 * @throws DomainError `invalid` for a cursor that no page gave.
 */
export async function listPatients(
  actor: Actor,
  filter: PatientFilter,
  now: Date,
): Promise<Page<PatientListView>> {
  authorizeUser(actor, "patient.find");
  const list = nameList(PATIENTS, filter.q);
  const condition = conditionOf(actor, filter, list);
  const { items, nextCursor } = await asActor(actor, (tx) =>
    pageListed(tx, actor, { ...list, condition }, { limit: filter.limit, now }),
  );
  return { items: items.map((row) => listView(row, now)), nextCursor };
}

/**
 * The same with their profiles, noted as read.
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
    const list = nameList(PATIENTS, filter.q);
    const wanted = { ...list, condition: conditionOf(actor, filter, list) };
    const { items, nextCursor } = await pageProfiles(tx, actor, wanted, filter.limit);
    return {
      items: items.map((row) => {
        const { insurance, ...view } = profileView(row, now);
        return view;
      }),
      nextCursor,
    };
  });
}

function conditionOf(actor: UserActor, { cursor }: PatientFilter, list: NameList): Prisma.Sql {
  return Prisma.join([treatedScope(actor), ...list.after(cursor)], " AND ");
}

function listView(row: ListedRow, now: Date): PatientListView {
  const { id, name, preferredName, dateOfBirth, timeZone, lastAt, lastZone, nextAt, nextZone } =
    row;
  return {
    id,
    name,
    preferredName,
    dateOfBirth,
    ...ageAt(dateOfBirth, timeZone, now),
    lastVisit: visitTime(lastAt, lastZone),
    nextVisit: visitTime(nextAt, nextZone),
  };
}

function visitTime(startsAt: Date | null, timeZone: string | null): VisitTime | null {
  return startsAt && timeZone ? { startsAt: startsAt.toISOString(), timeZone } : null;
}
