import { useTranslations } from "next-intl";
import Link from "next/link";
import { Badge } from "#components/ui/badge.tsx";
import { Entered } from "#components/ui/entered.tsx";
import { Table } from "#components/ui/table.tsx";
import type { ClientSummary } from "#lib/clients/views.ts";
import { formatRelative } from "#lib/format.ts";

interface ClientTableProps {
  clients: readonly ClientSummary[];
  hrefFor: (client: ClientSummary) => string;
  now: Date;
}

/** Programs as rows: what each is, when it was last here, and how it stands. */
export function ClientTable({ clients, hrefFor, now }: ClientTableProps) {
  const t = useTranslations("clients");
  return (
    <Table
      caption={t("admin.caption")}
      rows={clients}
      rowKey={({ id }) => id}
      columns={[
        {
          key: "name",
          header: t("admin.name"),
          cell: (client) => (
            <Link href={hrefFor(client)} prefetch={false} className="link">
              <Entered>{client.name}</Entered>
            </Link>
          ),
        },
        { key: "kind", header: t("admin.kind"), cell: ({ kind }) => t(`kinds.${kind}`) },
        {
          key: "lastUsed",
          header: t("admin.lastUsed"),
          cell: ({ lastUsedAt }) =>
            lastUsedAt ? formatRelative(lastUsedAt, now) : t("admin.never"),
        },
        {
          key: "state",
          header: t("admin.state"),
          cell: ({ disabled }) =>
            disabled ? (
              <Badge tone="warning">{t("admin.disabled")}</Badge>
            ) : (
              <Badge tone="success">{t("admin.active")}</Badge>
            ),
        },
      ]}
    />
  );
}
