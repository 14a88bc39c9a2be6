import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Entered } from "#components/ui/entered.tsx";
import type { RecordContent as Content } from "#lib/records/views.ts";
import { LabTable } from "./lab-table.tsx";
import { PrescriptionTable } from "./prescription-table.tsx";

interface RecordContentProps {
  content: Content;
  /** In which its times are shown. */
  timeZone: string;
  /** Where the values of a test over time are drawn. */
  seriesHref: (result: Content["labResults"][number]) => string;
  /** How deep its headings stand on the page. */
  heading?: "h2" | "h3";
}

/** What a record says, as it is read and printed. */
export function RecordContent(props: RecordContentProps) {
  const { content, timeZone, seriesHref, heading = "h2" } = props;
  const t = useTranslations("records.form");
  const { diagnosis, diagnosisCode, treatment, notes, prescriptions, labResults } = content;
  return (
    <div className="flex flex-col gap-6">
      <Part heading={heading} title={t("diagnosis")}>
        <p className="wrap-anywhere whitespace-pre-line">
          <Entered>{diagnosis}</Entered>
          {diagnosisCode && <span className="text-soft"> ({diagnosisCode})</span>}
        </p>
      </Part>
      <Part heading={heading} title={t("treatment")}>
        <p dir="auto" className="wrap-anywhere whitespace-pre-line">
          {treatment}
        </p>
      </Part>
      {notes && (
        <Part heading={heading} title={t("notes")}>
          <p dir="auto" className="wrap-anywhere whitespace-pre-line">
            {notes}
          </p>
        </Part>
      )}
      {prescriptions.length > 0 && (
        <Part heading={heading} title={t("prescriptions")} wide>
          <PrescriptionTable prescriptions={prescriptions} />
        </Part>
      )}
      {labResults.length > 0 && (
        <Part heading={heading} title={t("labResults")} wide>
          <LabTable
            caption={t("labResults")}
            results={labResults.map((result) => ({ ...result, timeZone }))}
            seriesHref={seriesHref}
          />
        </Part>
      )}
    </div>
  );
}

function Part({
  heading: Heading,
  title,
  wide = false,
  children,
}: {
  heading: "h2" | "h3";
  title: string;
  wide?: boolean;
  children: ReactNode;
}) {
  return (
    <div className={wide ? "" : "max-w-prose"}>
      <Heading className="text-sm font-semibold text-soft">{title}</Heading>
      {children}
    </div>
  );
}
