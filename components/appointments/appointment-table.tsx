import { useTranslations } from "next-intl";
import Link from "next/link";
import { Entered } from "#components/ui/entered.tsx";
import { Moment } from "#components/ui/moment.tsx";
import { Table, type Column } from "#components/ui/table.tsx";
import { bothNames } from "#lib/names/rules.ts";
import { OverbookedBadge } from "./overbooked-badge.tsx";
import { StatusBadge } from "./status-badge.tsx";
import type { Audience, ShownAppointment } from "./types.ts";
import { WhenText } from "./when-text.tsx";

interface AppointmentTableProps<Row extends ShownAppointment> {
  caption: string;
  appointments: readonly Row[];
  audience: Audience;
  hrefFor: (appointment: Row) => string;
  /** When an appointment expires, where the table is about that. */
  expiryOf?: (appointment: Row) => string | null;
}

/** Appointments as rows: when, with whom and where, what for, how it stands. */
export function AppointmentTable<Row extends ShownAppointment>({
  caption,
  appointments,
  audience,
  hrefFor,
  expiryOf,
}: AppointmentTableProps<Row>) {
  const t = useTranslations("appointments.column");
  const columns: Column<Row>[] = [
    {
      key: "when",
      header: t("when"),
      cell: (row) => (
        <Link href={hrefFor(row)} prefetch={false} className="link">
          <WhenText
            startsAt={row.startsAt}
            endsAt={row.endsAt}
            timeZone={row.clinic.timeZone}
            stacked
          />
        </Link>
      ),
    },
    {
      key: "patient",
      header: t("patient"),
      cell: (row) => <Entered>{bothNames(row.patient)}</Entered>,
    },
    {
      key: "doctor",
      header: t("doctor"),
      cell: (row) => (
        <>
          <Entered>{row.doctor.name}</Entered>
          <span className="block text-sm text-soft">
            <Entered>{row.clinic.name}</Entered>
          </span>
        </>
      ),
    },
    { key: "visit", header: t("visit"), cell: (row) => <Entered>{row.visitType.name}</Entered> },
    {
      key: "status",
      header: t("status"),
      cell: (row) => (
        <div className="flex flex-wrap gap-2">
          <StatusBadge status={row.status} />
          {row.overbooked && <OverbookedBadge audience={audience} />}
        </div>
      ),
    },
    ...(expiryOf
      ? [
          {
            key: "expires",
            header: t("expires"),
            cell: (row: Row) => {
              const at = expiryOf(row);
              return at === null ? "–" : <Moment at={at} timeZone={row.clinic.timeZone} />;
            },
          },
        ]
      : []),
  ];
  return (
    <Table
      caption={caption}
      columns={columns.filter((column) => column.key !== audience)}
      rows={appointments}
      rowKey={(row) => row.id}
    />
  );
}
