import { useTranslations } from "next-intl";
import type { RevisionView } from "#lib/records/views.ts";
import { changedWords } from "./changed-words.ts";
import { labTaken } from "./lab-words.ts";

interface RevisionChangesProps {
  before: RevisionView;
  after: RevisionView;
  /** In which the times of samples are shown. */
  timeZone: string;
}

/** What one version says otherwise than another, field by field: struck out, and put in. */
export function RevisionChanges({ before, after, timeZone }: RevisionChangesProps) {
  const t = useTranslations("records.form");
  const same = useTranslations("records.revisions")("same");
  const one = useLines(before, timeZone);
  const other = useLines(after, timeZone);
  const changed = FIELDS.filter((field) => one[field] !== other[field]);
  if (changed.length === 0) return <p className="text-soft">{same}</p>;
  return (
    <dl className="flex flex-col gap-4">
      {changed.map((field) => (
        <div key={field}>
          <dt className="text-sm font-semibold text-soft">{t(field)}</dt>
          <dd dir="auto" className="wrap-anywhere whitespace-pre-line">
            {changedWords(one[field], other[field]).map((part, index) => {
              if (part.added) return <Added key={index}>{part.value}</Added>;
              if (part.removed) return <Removed key={index}>{part.value}</Removed>;
              return <span key={index}>{part.value}</span>;
            })}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Added({ children }: { children: string }) {
  const t = useTranslations("records.revisions");
  return (
    <ins className="rounded-xs bg-success-tint px-0.5 text-success">
      <span className="sr-only">{t("added")} </span>
      {children}
    </ins>
  );
}

function Removed({ children }: { children: string }) {
  const t = useTranslations("records.revisions");
  return (
    <del className="rounded-xs bg-danger-tint px-0.5 text-danger">
      <span className="sr-only">{t("removed")} </span>
      {children}
    </del>
  );
}

const FIELDS = ["diagnosis", "code", "treatment", "notes", "prescriptions", "labResults"] as const;

/** A version as text, a line for each prescription and value. */
function useLines(
  revision: RevisionView,
  timeZone: string,
): Record<(typeof FIELDS)[number], string> {
  const flag = useTranslations("records.flag");
  const lines = (rows: readonly (readonly (string | number | null)[])[]) =>
    rows.map((row) => row.filter((cell) => cell !== null && cell !== "").join(", ")).join("\n");
  return {
    diagnosis: revision.diagnosis,
    code: revision.diagnosisCode ?? "",
    treatment: revision.treatment,
    notes: revision.notes ?? "",
    prescriptions: lines(
      revision.prescriptions.map(({ drug, dose, route, frequency, duration, instructions }) => [
        drug,
        dose,
        route,
        frequency,
        duration,
        instructions,
      ]),
    ),
    labResults: lines(
      revision.labResults.map((result) => [
        result.name,
        result.loinc,
        result.value ?? result.text,
        result.unit,
        result.low === null ? null : `≥ ${result.low}`,
        result.high === null ? null : `≤ ${result.high}`,
        result.interpretation && flag(result.interpretation),
        labTaken(result.takenAt, timeZone),
      ]),
    ),
  };
}
