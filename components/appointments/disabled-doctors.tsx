import { useTranslations } from "next-intl";
import Link from "next/link";
import { Entered } from "#components/ui/entered.tsx";
import { Moment } from "#components/ui/moment.tsx";
import { Table } from "#components/ui/table.tsx";
import type { DisabledDoctor } from "#lib/appointments/views.ts";

interface DisabledDoctorsProps {
  doctors: readonly DisabledDoctor[];
}

/** Doctors who cannot sign in and have appointments ahead, with the way to decide about these. */
export function DisabledDoctors({ doctors }: DisabledDoctorsProps) {
  const t = useTranslations("admin.overview.disabled");
  return (
    <Table
      caption={t("title")}
      columns={[
        {
          key: "doctor",
          header: t("doctor"),
          cell: ({ userId, name }) => (
            <Link href={`/admin/users/${userId}#ahead`} prefetch={false} className="link">
              <Entered>{name}</Entered>
            </Link>
          ),
        },
        { key: "count", header: t("count"), cell: ({ count }) => count },
        {
          key: "next",
          header: t("next"),
          cell: ({ next, timeZone }) => <Moment at={next} timeZone={timeZone} />,
        },
      ]}
      rows={doctors}
      rowKey={({ userId }) => userId}
    />
  );
}
