import type { Actor } from "../access/actor.ts";
import { authorizeUser } from "../access/policy.ts";
import { asActor } from "../db.ts";
import { findCareFor } from "./queries.ts";
import { loadRecord } from "./rows.ts";
import { viewOf } from "./to-views.ts";
import type { PaperView } from "./views.ts";

/**
 * A record with what a sheet of paper says besides: whose it is, and the author's clinic.
 *
 * @throws DomainError `not_found`
 */
export async function getPaper(actor: Actor, id: string): Promise<PaperView> {
  authorizeUser(actor, "record.read");
  return asActor(actor, async (tx) => {
    const row = await loadRecord(tx, actor, id);
    const record = await viewOf(tx, actor, row);
    const care = await findCareFor(tx, actor, row);
    const doctor = await tx.doctor.findUnique({
      where: { id: record.author.id },
      select: { clinic: { select: { name: true, address: true, phone: true, timeZone: true } } },
    });
    const patient = care?.patient ?? { ...record.patient, dateOfBirth: null };
    return { record, patient, clinic: doctor?.clinic ?? null };
  });
}
