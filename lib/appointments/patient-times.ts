import type { Tx } from "../db.ts";
import { overlaps, type Interval } from "../time/interval.ts";

/**
 * When patients are taken in `window` (instants in milliseconds), by id: with whomever, and neither
 * with whom nor why. Of patients whom the actor may see.
 */
export async function loadPatientsBusy(
  tx: Tx,
  patientIds: readonly string[],
  window: Interval,
): Promise<Map<string, Interval[]>> {
  if (patientIds.length === 0) return new Map();
  const rows = await tx.$queryRaw<{ patientId: string; startsAt: Date; endsAt: Date }[]>`
    SELECT patient_id AS "patientId", starts_at AS "startsAt", ends_at AS "endsAt"
    FROM patients_busy(${patientIds}::uuid[], ${new Date(window.start)}, ${new Date(window.end)})`;
  const busy = Map.groupBy(rows, ({ patientId }) => patientId);
  const timeOf = ({ startsAt, endsAt }: (typeof rows)[number]) => ({
    start: +startsAt,
    end: +endsAt,
  });
  return new Map([...busy].map(([id, times]) => [id, times.map(timeOf)]));
}

/** Whether a patient has no other visit in a stretch of time; what they would leave does not count. */
export async function isPatientFree(
  tx: Tx,
  patientId: string,
  stretch: Interval,
  leaving: readonly Interval[] = [],
): Promise<boolean> {
  const busy = (await loadPatientsBusy(tx, [patientId], stretch)).get(patientId) ?? [];
  return busy.every(
    (taken) =>
      !overlaps(taken, stretch) ||
      leaving.some(({ start, end }) => start === taken.start && end === taken.end),
  );
}
