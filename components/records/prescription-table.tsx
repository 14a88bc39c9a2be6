import { useTranslations } from "next-intl";
import { Entered } from "#components/ui/entered.tsx";
import { Table } from "#components/ui/table.tsx";
import type { PrescriptionView } from "#lib/records/views.ts";

export function PrescriptionTable({
  prescriptions,
}: {
  prescriptions: readonly PrescriptionView[];
}) {
  const t = useTranslations("records.form.prescription");
  const title = useTranslations("records.form")("prescriptions");
  const column = (key: Exclude<keyof PrescriptionView, "drug">) => ({
    key,
    header: t(key),
    cell: ({ given }: Row) => (
      <span className={key === "dose" ? "" : "wrap-anywhere"}>
        <Entered>{given[key] ?? "–"}</Entered>
      </span>
    ),
  });
  return (
    <Table
      caption={title}
      rows={prescriptions.map((given, index): Row => ({ given, index }))}
      rowKey={({ index }) => String(index)}
      columns={[
        {
          key: "drug",
          header: t("drug"),
          cell: ({ given }) => (
            <span className="wrap-anywhere">
              <Entered>{given.drug}</Entered>
            </span>
          ),
        },
        ...(["dose", "route", "frequency", "duration", "instructions"] as const)
          .filter((key) => prescriptions.some((given) => given[key] !== null))
          .map(column),
      ]}
    />
  );
}

interface Row {
  given: PrescriptionView;
  index: number;
}
