import { useTranslations } from "next-intl";
import Link from "next/link";
import { ActionForm } from "#components/ui/action-form.tsx";
import { Table } from "#components/ui/table.tsx";
import { ALERT_LIMITS } from "#lib/alerts/rules.ts";
import type { AlertView } from "#lib/alerts/views.ts";
import { formatMoment } from "#lib/format.ts";
import type { FormAction } from "#lib/web/form-state.ts";

interface AlertTableProps {
  alerts: readonly AlertView[];
  acknowledge: FormAction;
}

/** Alerts as rows: the user that each is about, what is unusual, when, and what an admin can do. */
export function AlertTable({ alerts, acknowledge }: AlertTableProps) {
  const t = useTranslations("admin.alerts");
  return (
    <Table
      caption={t("caption")}
      rows={alerts}
      rowKey={({ id, count }) => `${id} ${count}`}
      columns={[
        { key: "who", header: t("who"), cell: (alert) => <Who alert={alert} /> },
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
          cell: ({ lastAt }) => <time dateTime={lastAt}>{formatMoment(lastAt, "UTC")}</time>,
        },
        {
          key: "seen",
          header: t("seen"),
          cell: (alert) => <Seen alert={alert} acknowledge={acknowledge} />,
        },
      ]}
    />
  );
}

function Who({ alert: { user, firstAt } }: { alert: AlertView }) {
  const t = useTranslations("admin.alerts");
  const roles = useTranslations("admin.users.roles");
  return (
    <>
      <Link href={`/admin/users/${user.id}`} prefetch={false} className="wrap-anywhere link">
        {user.name}
      </Link>
      <span className="block text-sm text-soft">{roles(user.role)}</span>
      <Link
        href={`/admin/audit?actor=${user.id}&from=${firstAt.slice(0, 10)}`}
        prefetch={false}
        className="text-sm link"
      >
        {t("trail")}
      </Link>
    </>
  );
}

function Seen({ alert, acknowledge }: { alert: AlertView; acknowledge: FormAction }) {
  const t = useTranslations("admin.alerts");
  const { acknowledged, permits } = alert;
  if (acknowledged) {
    return (
      <span className="text-soft">
        {t("seenBy", { name: acknowledged.by, when: formatMoment(acknowledged.at, "UTC") })}
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
