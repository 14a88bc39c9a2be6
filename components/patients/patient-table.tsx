import { useTranslations } from "next-intl";
import Link from "next/link";
import { Entered } from "#components/ui/entered.tsx";
import { Table } from "#components/ui/table.tsx";
import { formatAge, formatBirthday, formatDeadline } from "#lib/format.ts";
import { bothNames } from "#lib/names/rules.ts";
import type { PatientListView, VisitTime } from "#lib/patients/views.ts";

interface PatientTableProps {
  patients: readonly PatientListView[];
  hrefFor: (patient: PatientListView) => string;
}

/** Patients as rows: who, how old, and when they come. */
export function PatientTable({ patients, hrefFor }: PatientTableProps) {
  const t = useTranslations("patients.list");
  const when = (visit: VisitTime | null) =>
    visit ? formatDeadline(visit.startsAt, visit.timeZone) : t("noVisit");
  return (
    <Table
      caption={t("caption")}
      rows={patients}
      rowKey={({ id }) => id}
      columns={[
        {
          key: "name",
          header: t("name"),
          cell: (patient) => (
            <Link href={hrefFor(patient)} prefetch={false} className="link">
              <Entered>{bothNames(patient)}</Entered>
            </Link>
          ),
        },
        {
          key: "age",
          header: t("age"),
          cell: ({ agePrecise, dateOfBirth }) =>
            agePrecise === null || dateOfBirth === null ? (
              t("unknownAge")
            ) : (
              <>
                {formatAge(agePrecise)}
                <span className="block text-sm text-soft">{formatBirthday(dateOfBirth)}</span>
              </>
            ),
        },
        { key: "last", header: t("last"), cell: ({ lastVisit }) => when(lastVisit) },
        { key: "next", header: t("next"), cell: ({ nextVisit }) => when(nextVisit) },
      ]}
    />
  );
}
