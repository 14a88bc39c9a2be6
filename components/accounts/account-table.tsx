import { useTranslations } from "next-intl";
import Link from "next/link";
import { Entered } from "#components/ui/entered.tsx";
import { Moment } from "#components/ui/moment.tsx";
import { Table } from "#components/ui/table.tsx";
import type { AccountSummary } from "#lib/accounts/views.ts";
import { bothNames } from "#lib/names/rules.ts";
import { StateBadge } from "./state-badge.tsx";

interface AccountTableProps {
  accounts: readonly AccountSummary[];
  /** Of the reader. */
  timeZone: string;
  hrefFor: (account: AccountSummary) => string;
}

/** Accounts as rows: who, as what, since when, and how they stand. */
export function AccountTable({ accounts, timeZone, hrefFor }: AccountTableProps) {
  const t = useTranslations("admin.users");
  return (
    <Table
      caption={t("caption")}
      rows={accounts}
      rowKey={({ id }) => id}
      columns={[
        {
          key: "name",
          header: t("name"),
          cell: (account) => (
            <Link href={hrefFor(account)} prefetch={false} className="link">
              <Entered>{bothNames(account)}</Entered>
            </Link>
          ),
        },
        {
          key: "email",
          header: t("email"),
          cell: ({ email }) =>
            email ? (
              <span className="wrap-anywhere">
                <Entered>{email}</Entered>
              </span>
            ) : (
              <span className="text-soft">{t("noEmail")}</span>
            ),
        },
        { key: "role", header: t("role"), cell: ({ role }) => t(`roles.${role}`) },
        {
          key: "since",
          header: t("since"),
          cell: ({ createdAt }) => <Moment at={createdAt} timeZone={timeZone} dayOnly />,
        },
        { key: "state", header: t("state"), cell: ({ state }) => <StateBadge state={state} /> },
      ]}
    />
  );
}
