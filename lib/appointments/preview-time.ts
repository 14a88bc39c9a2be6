import { slotView } from "../availability/views.ts";
import type { Tx } from "../db.ts";
import { DomainError } from "../errors.ts";
import { MINUTE } from "../time/interval.ts";
import { wallInstants } from "../time/zone.ts";
import { isPatientFree } from "./patient-times.ts";
import type { AskedTime } from "./schema.ts";
import { judgeWanted, loadForBooking, nearestFree, type WantedTime } from "./times.ts";
import type { TimePreview } from "./views.ts";

/** A time that somebody wants, and whose visit it would be. */
interface Visitor extends WantedTime {
  patientId: string;
}

/**
 * What would become of a time, as booking or moving there would say. A wall time that the clocks
 * show twice means the first of the two that is free; one that they skip is `no_such_time`.
 *
 * @throws DomainError `not_found` for no such practitioner or visit type.
 */
export async function previewTime(
  tx: Tx,
  wanted: Omit<Visitor, "startsAt">,
  timeZone: string,
  asked: AskedTime,
  now: Date,
): Promise<TimePreview> {
  let refused: TimePreview | undefined;
  for (const startsAt of startsOf(asked, timeZone)) {
    const preview = await previewStart(tx, { ...wanted, startsAt }, now);
    if ("slot" in preview) return preview;
    refused ??= preview;
  }
  return refused ?? { why: "no_such_time", asked: null, alternatives: [], overbookable: false };
}

function startsOf(asked: AskedTime, timeZone: string): Date[] {
  if ("startsAt" in asked) return [asked.startsAt];
  return wallInstants(timeZone, asked.day, asked.time).map((start) => new Date(start));
}

async function previewStart(tx: Tx, wanted: Visitor, now: Date): Promise<TimePreview> {
  const found = await loadForBooking(tx, wanted);
  if (!found) throw new DomainError("not_found");
  const start = wanted.startsAt.getTime();
  const end = start + found.visitType.minutes * MINUTE;
  const asked = { startsAt: wanted.startsAt.toISOString(), endsAt: new Date(end).toISOString() };
  // No reason of the practice's makes a patient be in two places.
  if (!(await isPatientFree(tx, wanted.patientId, { start, end }, wanted.leaving))) {
    return { why: "patient_busy", asked, alternatives: [], overbookable: false };
  }
  const judged = await judgeWanted(tx, found, wanted, now);
  if (!(judged instanceof DomainError)) return { slot: slotView(judged.slot) };
  const { why = "booked", alternatives } = judged.detail;
  return {
    why,
    asked,
    alternatives: alternatives ?? (await nearestFree(tx, found, wanted, now)),
    overbookable: wanted.byStaff && end > now.getTime(),
  };
}
