import { useTranslations } from "next-intl";
import { DescriptionList } from "#components/ui/description-list.tsx";
import { Moment } from "#components/ui/moment.tsx";
import type { ClientView } from "#lib/clients/views.ts";
import { formatRelative } from "#lib/format.ts";

interface ClientFactsProps {
  client: ClientView;
  now: Date;
  /** Of the reader. */
  timeZone: string;
}

/** What is known of a program. */
export function ClientFacts({ client, now, timeZone }: ClientFactsProps) {
  const t = useTranslations("clients.admin");
  const kinds = useTranslations("clients.kinds");
  const { id, kind, proof, redirectUris, dpopBound, createdAt, lastUsedAt, disabled } = client;
  return (
    <DescriptionList
      items={[
        { term: t("id"), description: <code>{id}</code> },
        { term: t("state"), description: disabled ? t("disabled") : t("active") },
        { term: t("kind"), description: kinds(kind) },
        { term: t("proof"), description: t(`proofs.${proof}`) },
        ...(redirectUris.length > 0
          ? [{ term: t("redirects"), description: <Lines lines={redirectUris} /> }]
          : []),
        { term: t("dpop"), description: dpopBound ? t("yes") : t("no") },
        {
          term: t("createdAt"),
          description: <Moment at={createdAt} timeZone={timeZone} dayOnly />,
        },
        {
          term: t("lastUsed"),
          description: lastUsedAt ? formatRelative(lastUsedAt, now) : t("never"),
        },
      ]}
    />
  );
}

function Lines({ lines }: { lines: readonly string[] }) {
  return (
    <ul>
      {lines.map((line) => (
        <li key={line}>
          <code>{line}</code>
        </li>
      ))}
    </ul>
  );
}
