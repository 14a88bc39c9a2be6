import { useTranslations } from "next-intl";
import Link from "next/link";
import { Badge } from "#components/ui/badge.tsx";
import { Card } from "#components/ui/card.tsx";
import { Entered } from "#components/ui/entered.tsx";
import { formatDayOf } from "#lib/format.ts";
import { isAbnormal } from "#lib/records/rules.ts";
import type { RecordView } from "#lib/records/views.ts";

/** A record in a list: what was found, by whom, when, and what came of it. */
export function RecordCard({ record, href }: { record: RecordView; href: string }) {
  const t = useTranslations("records.card");
  const { diagnosis, diagnosisCode, author, createdAt, timeZone, treatment, retracted } = record;
  const { prescriptions, labResults, attachments } = record;
  const abnormal = labResults.filter(({ interpretation }) => isAbnormal(interpretation)).length;
  return (
    <Card as="article" className="flex flex-col gap-2">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <h3 className="min-w-0 text-lg font-bold wrap-anywhere">
          <Link href={href} prefetch={false} className="link">
            {retracted ? (
              <s>
                <Entered>{diagnosis}</Entered>
              </s>
            ) : (
              <Entered>{diagnosis}</Entered>
            )}
          </Link>
          {diagnosisCode && <span className="font-normal text-soft"> ({diagnosisCode})</span>}
        </h3>
        <p className="text-sm text-soft">
          <time dateTime={createdAt}>{formatDayOf(createdAt, timeZone)}</time>
          {" · "}
          <Entered>{author.name}</Entered>
        </p>
      </div>
      <p dir="auto" className="line-clamp-2 max-w-prose wrap-anywhere">
        {treatment}
      </p>
      <ul className="flex flex-wrap gap-2 empty:hidden">
        {retracted && <Tag tone="danger">{t("retracted")}</Tag>}
        {prescriptions.length > 0 && (
          <Tag>{t("prescriptions", { count: prescriptions.length })}</Tag>
        )}
        {labResults.length > 0 && <Tag>{t("labResults", { count: labResults.length })}</Tag>}
        {abnormal > 0 && <Tag tone="danger">{t("abnormal", { count: abnormal })}</Tag>}
        {attachments.length > 0 && <Tag>{t("attachments", { count: attachments.length })}</Tag>}
      </ul>
    </Card>
  );
}

function Tag({ tone, children }: { tone?: "danger"; children: string }) {
  return (
    <li>
      <Badge {...(tone && { tone, icon: "alert" as const })}>{children}</Badge>
    </li>
  );
}
