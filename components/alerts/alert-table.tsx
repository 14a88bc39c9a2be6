import { useTranslations } from "next-intl";
import Link from "next/link";
import { ActionForm } from "#components/ui/action-form.tsx";
import { Entered } from "#components/ui/entered.tsx";
import { Moment } from "#components/ui/moment.tsx";
import { Table } from "#components/ui/table.tsx";
import { ALERT_LIMITS } from "#lib/alerts/rules.ts";
import type { AlertView } from "#lib/alerts/views.ts";
import { formatDeadline } from "#lib/format.ts";
import { localDay } from "#lib/time/zone.ts";
import type { FormAction } from "#lib/web/form-state.ts";

interface AlertTableProps {
  alerts: readonly AlertView[];
  acknowledge: FormAction;
  /** Of the reader. */
  timeZone: string;
}

/** Alerts as rows: the user that each is about, what is unusual, when, and what an admin can do. */
export function AlertTable({ alerts, acknowledge, timeZone }: AlertTableProps) {
  const t = useTranslations("admin.alerts");
  return (
    <Table
      caption={t("caption")}
      rows={alerts}
      rowKey={({ id, count }) => `${id} ${count}`}
      columns={[
        {
          key: "who",
          header: t("who"),
          cell: (alert) => <Who alert={alert} timeZone={timeZone} />,
        },
        {
          key: "what",
          header: t("what"),
          cell: ({ kind, count }) => (
            <>
              <span className="block">{t(`kinds.${kind}`, { count })}</span>
              <span className="block text-sm text-soft">
                {t("limit", { limit: ALERT_LIMITS[kind] })}
              </span>
            </>
          ),
        },
        {
          key: "when",
          header: t("when"),
          cell: ({ lastAt }) => <Moment at={lastAt} timeZone={timeZone} />,
        },
        {
          key: "seen",
          header: t("seen"),
          cell: (alert) => <Seen alert={alert} acknowledge={acknowledge} timeZone={timeZone} />,
        },
      ]}
    />
  );
}

function Who({ alert, timeZone }: { alert: AlertView; timeZone: string }) {
  const t = useTranslations("admin.alerts");
  const roles = useTranslations("admin.users.roles");
  const { user, firstAt } = alert;
  return (
    <>
      <Link href={`/admin/users/${user.id}`} prefetch={false} className="wrap-anywhere link">
        <Entered>{user.name}</Entered>
      </Link>
      <span className="block text-sm text-soft">{roles(user.role)}</span>
      <Link
        href={`/admin/audit?actor=${user.id}&from=${localDay(timeZone, Date.parse(firstAt))}`}
        prefetch={false}
        className="text-sm link"
      >
        {t("trail")}
      </Link>
    </>
  );
}

interface SeenProps extends Pick<AlertTableProps, "acknowledge" | "timeZone"> {
  alert: AlertView;
}

function Seen({ alert, acknowledge, timeZone }: SeenProps) {
  const t = useTranslations("admin.alerts");
  const { acknowledged, permits } = alert;
  if (acknowledged) {
    return (
      <span className="text-soft">
        {t("seenBy", { name: acknowledged.by, when: formatDeadline(acknowledged.at, timeZone) })}
      </span>
    );
  }
  if (!permits.acknowledge) return <span className="text-soft">{t("own")}</span>;
  return (
    <ActionForm action={acknowledge} submit={t("acknowledge")} submitVariant="secondary">
      <input type="hidden" name="_id" value={alert.id} />
    </ActionForm>
  );
}
