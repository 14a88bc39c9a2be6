import type { AppointmentView } from "#lib/appointments/views.ts";

/** Which appointment a form is about, and the version that was looked at. */
export function SubjectFields({ appointment }: { appointment: AppointmentView }) {
  return (
    <>
      <input type="hidden" name="_id" value={appointment.id} />
      <input type="hidden" name="_version" value={appointment.version} />
    </>
  );
}
