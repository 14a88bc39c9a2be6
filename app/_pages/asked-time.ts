import type { RefusedTime } from "#components/appointments/time-refusal.tsx";
import { askedTimeSchema, type AskedTime } from "#lib/appointments/schema.ts";
import type { TimePreview } from "#lib/appointments/views.ts";
import { instant } from "#lib/schema.ts";
import { localDay } from "#lib/time/zone.ts";
import { wordObstacle, wordWhy } from "#lib/web/words.ts";

/** The time that an address asks for, `startsAt` or `day` and `time`; null when it cannot be read. */
export function askedTime({ startsAt, day, time }: Record<string, string>) {
  if (!startsAt && !time) return undefined;
  const parsed = askedTimeSchema.safeParse(startsAt ? { startsAt } : { day, time });
  return parsed.success ? (parsed.data satisfies AskedTime) : null;
}

/** The day that an instant out of an address has at a clinic; undefined when it cannot be read. */
export function dayOf(startsAt: string | undefined, timeZone: string): string | undefined {
  const { data } = instant.safeParse(startsAt);
  return data && localDay(timeZone, data.getTime());
}

/** A judged time as a page shows it: what is free to confirm, and what is not with the reason. */
export async function shownTime(preview: TimePreview | null | undefined, byStaff: boolean) {
  if (!preview) return { chosen: undefined, refused: undefined };
  if ("slot" in preview) return { chosen: preview.slot, refused: undefined };
  const refused: RefusedTime = {
    ...preview,
    sentence: await wordWhy(preview.why, byStaff),
    against: await wordObstacle(preview.why),
  };
  return { chosen: undefined, refused };
}
