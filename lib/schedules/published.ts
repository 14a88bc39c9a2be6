import type { Actor, UserActor } from "../access/actor.ts";
import { authorizeUser } from "../access/policy.ts";
import { loadSchedule, type PractitionerSchedule } from "../availability/queries.ts";
import { asActor, type Tx } from "../db.ts";
import { DomainError } from "../errors.ts";
import { isId } from "../schema.ts";
import { blockViews, visitTypeView } from "./queries.ts";
import { oneDoctor } from "./rows.ts";
import type { VisitTypesView, WorkingHoursView } from "./views.ts";

/**
 * When a practitioner works, week by week: patients ask about anybody in the directory, doctors about
 * themselves.
 *
 * @throws DomainError `not_found`
 */
export async function getWorkingHours(actor: Actor, doctorId: string): Promise<WorkingHoursView> {
  const { scheduleVersion, blocks } = await read(actor, doctorId);
  return { version: scheduleVersion, blocks: blockViews(blocks) };
}

/** What a practitioner can be visited for, for the same. @throws DomainError `not_found` */
export async function getVisitTypes(actor: Actor, doctorId: string): Promise<VisitTypesView> {
  const { scheduleVersion, visitTypes } = await read(actor, doctorId);
  return { version: scheduleVersion, visitTypes: visitTypes.map(visitTypeView) };
}

async function read(actor: Actor, doctorId: string): Promise<PractitionerSchedule> {
  authorizeUser(actor, "hours.read");
  if (!isId(doctorId)) throw new DomainError("not_found");
  return asActor(actor, (tx) => load(tx, actor, doctorId));
}

async function load(tx: Tx, actor: UserActor, doctorId: string): Promise<PractitionerSchedule> {
  const listed = actor.role === "patient";
  if (!listed) await oneDoctor(tx, actor, doctorId);
  return loadSchedule(tx, doctorId, null, { listed });
}
