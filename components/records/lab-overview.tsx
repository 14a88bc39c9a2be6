import { useTranslations } from "next-intl";
import { ButtonLink } from "#components/ui/button.tsx";
import type { LabPoint, LabSeries } from "#lib/records/views.ts";
import { LabTable } from "./lab-table.tsx";

interface LabOverviewProps {
  labs: readonly LabSeries[];
  /** How many tests are shown before the page of all of them is offered. */
  most?: number;
  seriesHref: (key: string) => string;
  allHref?: string;
}

/** The latest value of each test, those with the latest values first. */
export function LabOverview({ labs, most, seriesHref, allHref }: LabOverviewProps) {
  const t = useTranslations("records.lab");
  const shown = labs.slice(0, most);
  const latest = shown.flatMap(({ key, results }) => {
    const [first] = results;
    if (!first) return [];
    const others = results.filter(({ at }) => at === first.at).length - 1;
    return [{ ...first, key, others } satisfies LabPoint & { key: string; others: number }];
  });
  return (
    <>
      <LabTable caption={t("latest")} results={latest} seriesHref={({ key }) => seriesHref(key)} />
      {allHref && shown.length < labs.length && (
        <p>
          <ButtonLink href={allHref} variant="secondary" size="small">
            {t("all", { count: labs.length })}
          </ButtonLink>
        </p>
      )}
    </>
  );
}
