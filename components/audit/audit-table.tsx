import { useTranslations } from "next-intl";
import Link from "next/link";
import { useActWords } from "#components/access-log/act-words.ts";
import { Entered } from "#components/ui/entered.tsx";
import { Moment } from "#components/ui/moment.tsx";
import { Table } from "#components/ui/table.tsx";
import type { AuditEventView } from "#lib/audit/views.ts";
import { AuditDetails } from "./audit-details.tsx";
import { programOf, subjectsOf, type Subject } from "./subject.ts";

interface AuditTableProps {
  entries: readonly AuditEventView[];
  /** Of the reader. */
  timeZone: string;
}

/** Entries of the audit trail as rows: when, who, what, about what, and why. */
export function AuditTable({ entries, timeZone }: AuditTableProps) {
  const t = useTranslations("admin.audit");
  const words = useActWords();
  return (
    <Table
      caption={t("caption")}
      rows={entries}
      rowKey={({ seq }) => String(seq)}
      columns={[
        {
          key: "when",
          header: t("when"),
          cell: ({ at }) => <Moment at={at} timeZone={timeZone} />,
        },
        { key: "who", header: t("who"), cell: (entry) => <Who entry={entry} /> },
        {
          key: "what",
          header: t("what"),
          cell: ({ action, detail }) => (
            <>
              {words(action, Array.isArray(detail["records"]) ? detail["records"].length : 1)}
              <code className="block text-sm wrap-anywhere text-soft">{action}</code>
            </>
          ),
        },
        { key: "about", header: t("about"), cell: (entry) => <About entry={entry} /> },
        { key: "why", header: t("why"), cell: ({ detail }) => <AuditDetails detail={detail} /> },
      ]}
    />
  );
}

function Who({ entry }: { entry: AuditEventView }) {
  const t = useTranslations("admin.audit");
  const roles = useTranslations("admin.users.roles");
  const { actor } = entry;
  const program = programOf(entry);
  if (!actor) return <span className="text-soft">{t("nobody")}</span>;
  return (
    <>
      <Link href={`/admin/users/${actor.id}`} prefetch={false} className="link">
        <Entered>{actor.name ?? t("account")}</Entered>
      </Link>
      {actor.role && <span className="block text-sm text-soft">{roles(actor.role)}</span>}
      {program && (
        <span className="block text-sm text-soft">
          {t("via")} <ToSubject subject={program} />
        </span>
      )}
    </>
  );
}

function About({ entry }: { entry: AuditEventView }) {
  return subjectsOf(entry).map((subject) => (
    <div key={subject.kind}>
      <ToSubject subject={subject} />
    </div>
  ));
}

function ToSubject({ subject: { kind, href, name } }: { subject: Subject }) {
  const t = useTranslations("admin.audit");
  const label = name ?? t(kind);
  if (href === null) return <span className="wrap-anywhere">{label}</span>;
  return (
    <Link href={href} prefetch={false} className="wrap-anywhere link">
      {label}
    </Link>
  );
}
