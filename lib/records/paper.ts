import type { Actor } from "../access/actor.ts";
import { authorizeUser } from "../access/policy.ts";
import { asActor } from "../db.ts";
import { readRecord } from "./queries.ts";
import type { PaperView } from "./views.ts";

/**
 * A record with what a sheet of paper says besides: whose it is, and the author's clinic.
 *
 * @throws DomainError `not_found`
 */
export async function getPaper(actor: Actor, id: string): Promise<PaperView> {
  authorizeUser(actor, "record.read");
  return asActor(actor, async (tx) => {
    const { record, care } = await readRecord(tx, actor, id);
    const doctor = await tx.doctor.findUnique({
      where: { id: record.author.id },
      select: { clinic: { select: { name: true, address: true, phone: true, timeZone: true } } },
    });
    return { record, patient: care.patient, clinic: doctor?.clinic ?? null };
  });
}
