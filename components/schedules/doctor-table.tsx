import { useTranslations } from "next-intl";
import Link from "next/link";
import { SpecializationName } from "#components/specialization-name.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { Entered } from "#components/ui/entered.tsx";
import { Table } from "#components/ui/table.tsx";
import { formatDeadline } from "#lib/format.ts";
import { isolated } from "#lib/names/rules.ts";
import type { DoctorView } from "#lib/people/views.ts";

interface DoctorTableProps {
  doctors: readonly DoctorView[];
  availabilityHref: (doctor: DoctorView) => string;
  profileHref: (doctor: DoctorView) => string;
}

/** Doctors for the administration: where, what, free when, and the way to their profile and schedule. */
export function DoctorTable({ doctors, availabilityHref, profileHref }: DoctorTableProps) {
  const t = useTranslations("admin.doctors");
  return (
    <Table
      caption={t("caption")}
      rows={doctors}
      rowKey={({ id }) => id}
      columns={[
        {
          key: "name",
          header: t("name"),
          cell: (doctor) => (
            <Link href={profileHref(doctor)} prefetch={false} className="link">
              <Entered>{doctor.name}</Entered>
            </Link>
          ),
        },
        {
          key: "specialization",
          header: t("specialization"),
          cell: ({ specialization }) => <SpecializationName slug={specialization} />,
        },
        {
          key: "clinic",
          header: t("clinic"),
          cell: ({ clinic }) => <Entered>{clinic.name}</Entered>,
        },
        {
          key: "free",
          header: t("nextFree"),
          cell: ({ nextFreeAt, clinic }) =>
            nextFreeAt ? formatDeadline(nextFreeAt, clinic.timeZone) : t("none"),
        },
        {
          key: "actions",
          header: t("actions"),
          quiet: true,
          align: "end",
          cell: (doctor) => (
            <ButtonLink
              href={availabilityHref(doctor)}
              variant="secondary"
              size="small"
              aria-label={`${t("availability")}: ${isolated(doctor.name)}`}
            >
              {t("availability")}
            </ButtonLink>
          ),
        },
      ]}
    />
  );
}
