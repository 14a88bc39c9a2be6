import { getTranslations } from "next-intl/server";
import { PaperHead, PaperFoot } from "#components/records/paper.tsx";
import { PrescriptionTable } from "#components/records/prescription-table.tsx";
import { RecordContent } from "#components/records/record-content.tsx";
import { RecordHead } from "#components/records/record-head.tsx";
import type { UserActor } from "#lib/access/actor.ts";
import { getPaper } from "#lib/records/paper.ts";
import { idOr404, orNotFound } from "#lib/web/guard.ts";
import { seriesHref } from "./record-paths.ts";

interface PaperProps {
  actor: UserActor;
  id: string;
}

/** What the patient takes home from a visit. */
export async function SummaryPaper({ actor, id }: PaperProps) {
  const t = await getTranslations("records.paper");
  const { record, patient, clinic } = await orNotFound(getPaper(actor, idOr404(id)));
  return (
    <>
      <PaperHead
        title={t("summary")}
        patient={patient}
        clinic={clinic}
        backHref={`/${actor.role}/records/${record.id}`}
      />
      <RecordHead record={record} />
      <RecordContent
        content={record}
        timeZone={record.timeZone}
        seriesHref={(result) => seriesHref(actor.role, patient.id, result)}
      />
      <PaperFoot signer={record.author.name} />
    </>
  );
}

/** What the patient takes to the pharmacy. */
export async function PrescriptionPaper({ actor, id }: PaperProps) {
  const t = await getTranslations("records.paper");
  const { record, patient, clinic } = await orNotFound(getPaper(actor, idOr404(id)));
  return (
    <>
      <PaperHead
        title={t("prescription")}
        patient={patient}
        clinic={clinic}
        backHref={`/${actor.role}/records/${record.id}`}
      />
      {record.retracted || record.prescriptions.length === 0 ? (
        <p>{t("none")}</p>
      ) : (
        <>
          <RecordHead record={record} />
          <PrescriptionTable prescriptions={record.prescriptions} />
          <PaperFoot signer={record.author.name} />
        </>
      )}
    </>
  );
}
