import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Done } from "#components/ui/done.tsx";
import { Entered } from "#components/ui/entered.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import type { AppointmentEventView } from "#lib/appointments/views.ts";
import { bothNames } from "#lib/names/rules.ts";
import { AppointmentDetails } from "./appointment-details.tsx";
import { StaffActions, type StaffActionsProps } from "./staff-actions.tsx";
import type { Audience } from "./types.ts";
import { VisitRecords } from "./visit-records.tsx";

const DONE = [
  "approved",
  "booked",
  "canceled",
  "changed",
  "complete",
  "declined",
  "moved",
  "noShow",
  "proposed",
  "requested",
] as const;

interface StaffPageProps extends StaffActionsProps {
  events: readonly AppointmentEventView[];
  audience: Audience;
  /** What was just done, out of the address. */
  done: string | undefined;
  back: ReactNode;
  /** What was written about it. */
  records: readonly { id: string }[];
  /** Whether the doctor who looks treats the patient. */
  treated: boolean;
}

/** One appointment for those who decide about it. */
export function StaffPage(props: StaffPageProps) {
  const { appointment, events, audience, done, back, records, treated, ...rest } = props;
  const word = useTranslations("doctor.done");
  const known = DONE.find((one) => one === done);
  return (
    <>
      {known && (
        <Done key={appointment.version} tone={known === "changed" ? "warning" : "success"}>
          {word(known)}
        </Done>
      )}
      <PageHeader title={<Entered>{bothNames(appointment.patient)}</Entered>} actions={back} />
      <AppointmentDetails appointment={appointment} events={events} audience={audience}>
        <StaffActions appointment={appointment} {...rest} />
        <VisitRecords
          appointment={appointment}
          audience={audience}
          records={records}
          treated={treated}
        />
      </AppointmentDetails>
    </>
  );
}
