import { useTranslations } from "next-intl";
import { Card } from "#components/ui/card.tsx";
import { Moment } from "#components/ui/moment.tsx";
import { isolated } from "#lib/names/rules.ts";
import type { RevisionView } from "#lib/records/views.ts";
import { RecordContent } from "./record-content.tsx";
import { RevisionChanges } from "./revision-changes.tsx";

interface RevisionListProps {
  /** The latest first. */
  revisions: readonly RevisionView[];
  /** The version before them, which is not shown. */
  before?: RevisionView | null;
  timeZone: string;
  seriesHref: (result: RevisionView["labResults"][number]) => string;
}

/** Versions, the latest first, each with what it changed. */
export function RevisionList(props: RevisionListProps) {
  const { revisions, before: earlier, timeZone, seriesHref } = props;
  const t = useTranslations("records.revisions");
  return (
    <ol className="flex max-w-3xl flex-col gap-4" reversed start={revisions[0]?.version}>
      {revisions.map((revision, index) => {
        const before = revisions[index + 1] ?? earlier;
        return (
          <Card as="li" key={revision.version} className="flex flex-col gap-3">
            <h2 className="font-bold">
              {t("version", { number: revision.version })}
              <span className="font-normal text-soft">
                {" · "}
                <Moment at={revision.at} timeZone={timeZone} />
                {revision.author.name && ` · ${isolated(revision.author.name)}`}
              </span>
            </h2>
            {revision.retractionReason ? (
              <p>
                {t("retracted")} {revision.retractionReason}
              </p>
            ) : before ? (
              <RevisionChanges before={before} after={revision} timeZone={timeZone} />
            ) : (
              <p className="text-soft">{t("first")}</p>
            )}
            <details>
              <summary className="flex min-h-11 cursor-pointer items-center font-semibold text-brand print:hidden">
                {t("read", { number: revision.version })}
              </summary>
              <RecordContent
                content={revision}
                timeZone={timeZone}
                heading="h3"
                seriesHref={seriesHref}
              />
            </details>
          </Card>
        );
      })}
    </ol>
  );
}
