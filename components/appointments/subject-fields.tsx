import { v7 as uuid } from "uuid";
import type { AppointmentView } from "#lib/appointments/views.ts";

/** Which appointment a form is about, the version that was looked at, and that it counts once. */
export function SubjectFields({ appointment }: { appointment: AppointmentView }) {
  return (
    <>
      <input type="hidden" name="_id" value={appointment.id} />
      <input type="hidden" name="_version" value={appointment.version} />
      <input type="hidden" name="_key" value={uuid()} />
    </>
  );
}
