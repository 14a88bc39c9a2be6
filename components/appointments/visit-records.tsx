import { useTranslations } from "next-intl";
import { ButtonLink } from "#components/ui/button.tsx";
import type { AppointmentView } from "#lib/appointments/views.ts";
import type { Audience } from "./types.ts";

interface VisitRecordsProps {
  appointment: AppointmentView;
  audience: Audience;
  records: readonly { id: string }[];
}

/** From a visit to what was written about it, or is to be written, and to the patient's file. */
export function VisitRecords({ appointment, audience, records }: VisitRecordsProps) {
  const t = useTranslations("records.visit");
  const file = useTranslations("chart")("file");
  const { id, patient, status } = appointment;
  const treats = status === "confirmed" || status === "completed";
  const writes = audience === "doctor" && treats && records.length === 0;
  const opens = audience === "admin" || (audience === "doctor" && treats);
  if (records.length === 0 && !opens) return null;
  return (
    <div className="flex flex-col gap-4 sm:flex-row sm:flex-wrap print:hidden">
      {records.map((record) => (
        <ButtonLink key={record.id} href={`/${audience}/records/${record.id}`} wide>
          {t("open")}
        </ButtonLink>
      ))}
      {writes && (
        <ButtonLink
          href={`/doctor/patients/${patient.id}/record?about=${id}`}
          variant={status === "completed" ? "primary" : "secondary"}
          wide
        >
          {t("write")}
        </ButtonLink>
      )}
      {opens && (
        <ButtonLink href={`/${audience}/patients/${patient.id}`} variant="secondary" wide>
          {file}
        </ButtonLink>
      )}
    </div>
  );
}
