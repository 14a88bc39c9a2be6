import { useTranslations } from "next-intl";
import Link from "next/link";
import { Alert } from "#components/ui/alert.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import type { AppointmentView } from "#lib/appointments/views.ts";
import type { Audience } from "./types.ts";

interface VisitRecordsProps {
  appointment: AppointmentView;
  audience: Audience;
  records: readonly { id: string }[];
  /** Whether the doctor who looks treats the patient. */
  treated?: boolean;
}

/** From a visit to what was written about it, or is to be written, and to the patient's file. */
export function VisitRecords({ appointment, audience, records, treated }: VisitRecordsProps) {
  const t = useTranslations("records.visit");
  const file = useTranslations("chart")("file");
  const { id, patient, status, permits } = appointment;
  const stands = audience === "doctor" && (status === "confirmed" || status === "completed");
  // A record is about a visit that has begun, which is when it may be completed.
  const begun = status === "completed" || permits.complete;
  const writes = stands && treated && begun && records.length === 0;
  const opens = audience === "admin" || (stands && treated);
  const closed = stands && !treated;
  if (records.length === 0 && !opens && !closed) return null;
  return (
    <div className="flex flex-col gap-4 sm:flex-row sm:flex-wrap print:hidden">
      {closed && (
        <Alert title={t("closed")}>
          {t("closedBody")}{" "}
          <Link href="/doctor/emergency" prefetch={false} className="link">
            {t("emergency")}
          </Link>
        </Alert>
      )}
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
