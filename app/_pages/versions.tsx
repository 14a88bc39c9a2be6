import { getTranslations } from "next-intl/server";
import { CompareForm } from "#components/records/compare-form.tsx";
import { RecordHead } from "#components/records/record-head.tsx";
import { RevisionChanges } from "#components/records/revision-changes.tsx";
import { RevisionList } from "#components/records/revision-list.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Section } from "#components/ui/section.tsx";
import type { UserActor } from "#lib/access/actor.ts";
import { listRevisions } from "#lib/records/queries.ts";
import type { RevisionView } from "#lib/records/views.ts";
import { idOr404, orNotFound } from "#lib/web/guard.ts";
import { textParams, type SearchParams } from "#lib/web/search-params.ts";
import { seriesHref } from "./record-paths.ts";

interface VersionsProps {
  actor: UserActor;
  id: string;
  searchParams: SearchParams;
}

/** Every version of a record, each beside the one before, and any two of them (`?from=1&to=3`). */
export async function Versions({ actor, id, searchParams }: VersionsProps) {
  const t = await getTranslations("records.revisions");
  const { record, revisions } = await orNotFound(listRevisions(actor, idOr404(id)));
  const here = `/${actor.role}/records/${record.id}`;
  return (
    <>
      <PageHeader
        eyebrow={actor.role === "patient" ? undefined : record.patient.name}
        title={t("title")}
        actions={
          <ButtonLink href={here} variant="quiet">
            {t("back")}
          </ButtonLink>
        }
      />
      <RecordHead record={record} />
      {revisions.length > 2 && (
        <Comparison
          path={`${here}/versions`}
          revisions={revisions}
          params={await textParams(searchParams)}
        />
      )}
      <RevisionList
        revisions={revisions}
        timeZone={record.timeZone}
        seriesHref={(result) => seriesHref(actor.role, record.patient.id, result)}
      />
    </>
  );
}

interface ComparisonProps {
  path: string;
  revisions: readonly RevisionView[];
  params: Record<string, string>;
}

async function Comparison({ path, revisions, params }: ComparisonProps) {
  const t = await getTranslations("records.revisions");
  const of = (asked: string | undefined) =>
    revisions.find(({ version }) => String(version) === asked);
  const [from, to] = [of(params["from"]) ?? revisions[0], of(params["to"]) ?? revisions.at(-1)];
  if (!from || !to) return null;
  return (
    <Section id="compare" title={t("compareTitle")}>
      <CompareForm path={path} versions={revisions.length} from={from.version} to={to.version} />
      {(params["from"] ?? params["to"]) !== undefined && (
        <Card className="max-w-3xl">
          <RevisionChanges before={from} after={to} />
        </Card>
      )}
    </Section>
  );
}
