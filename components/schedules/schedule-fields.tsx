import type { ScheduleView } from "#lib/schedules/views.ts";

/** Whose schedule a form changes, and the version that was looked at. */
export function ScheduleFields({ schedule }: { schedule: ScheduleView }) {
  return (
    <>
      <input type="hidden" name="_id" value={schedule.doctor.id} />
      <input type="hidden" name="_version" value={schedule.version} />
    </>
  );
}
