import { getTranslations } from "next-intl/server";
import { CompareForm } from "#components/records/compare-form.tsx";
import { RecordHead } from "#components/records/record-head.tsx";
import { RevisionChanges } from "#components/records/revision-changes.tsx";
import { RevisionList } from "#components/records/revision-list.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { Entered } from "#components/ui/entered.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Pagination } from "#components/ui/pagination.tsx";
import { Section } from "#components/ui/section.tsx";
import type { UserActor } from "#lib/access/actor.ts";
import { getVersions } from "#lib/records/queries.ts";
import { idOr404, orNotFound } from "#lib/web/guard.ts";
import { textParams, withParams, type SearchParams } from "#lib/web/search-params.ts";
import { seriesHref } from "./record-paths.ts";

interface VersionsProps {
  actor: UserActor;
  id: string;
  searchParams: SearchParams;
}

/** Every version of a record, each beside the one before, and any two of them (`?from=1&to=3`). */
export async function Versions({ actor, id, searchParams }: VersionsProps) {
  const t = await getTranslations("records.revisions");
  const params = await textParams(searchParams);
  const [before, from, to] = [params["before"], params["from"], params["to"]].map(versionOf);
  const reading = await orNotFound(getVersions(actor, idOr404(id), { before, from, to }));
  const { record, revisions, compared } = reading;
  const home = `/${actor.role}/records/${record.id}`;
  const here = `${home}/versions`;
  const oldest = revisions.at(-1)?.version ?? 1;
  return (
    <>
      <PageHeader
        eyebrow={actor.role === "patient" ? undefined : <Entered>{record.patient.name}</Entered>}
        title={t("title")}
        actions={
          <ButtonLink href={home} variant="quiet">
            {t("back")}
          </ButtonLink>
        }
      />
      <RecordHead record={record} />
      {record.version > 2 && (
        <Section id="compare" title={t("compareTitle")}>
          <CompareForm
            path={here}
            versions={record.version}
            from={compared?.from.version ?? 1}
            to={compared?.to.version ?? record.version}
          />
          {compared && (
            <Card className="max-w-3xl">
              <RevisionChanges
                before={compared.from}
                after={compared.to}
                timeZone={record.timeZone}
              />
            </Card>
          )}
        </Section>
      )}
      <RevisionList
        revisions={revisions}
        before={reading.before}
        timeZone={record.timeZone}
        seriesHref={(result) => seriesHref(actor.role, record.patient.id, result)}
      />
      <Pagination
        newerHref={before === undefined ? undefined : here}
        olderHref={reading.before ? withParams(here, { before: oldest }) : undefined}
        newer={t("last")}
        older={t("earlier")}
      />
    </>
  );
}

/** A version of an address; nothing where it names none. */
const versionOf = (text: string | undefined): number | undefined =>
  text !== undefined && /^[1-9]\d{0,3}$/.test(text) ? Number(text) : undefined;
