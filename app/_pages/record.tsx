import { getTranslations } from "next-intl/server";
import { retract, takeAttachmentOff } from "#app/_actions/records.ts";
import { AttachmentForm } from "#components/records/attachment-form.tsx";
import { AttachmentList } from "#components/records/attachment-list.tsx";
import { RecordContent } from "#components/records/record-content.tsx";
import { RecordHead } from "#components/records/record-head.tsx";
import { RetractForm } from "#components/records/retract-form.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { Done } from "#components/ui/done.tsx";
import { Entered } from "#components/ui/entered.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Section } from "#components/ui/section.tsx";
import type { UserActor } from "#lib/access/actor.ts";
import { getRecord } from "#lib/records/queries.ts";
import { wordField } from "#lib/web/words.ts";
import { idOr404, orNotFound } from "#lib/web/guard.ts";
import { textParams, type SearchParams } from "#lib/web/search-params.ts";
import { ownPath, seriesHref } from "./record-paths.ts";

const DONE = ["written", "changed", "retracted", "attached", "detached"] as const;

interface RecordPageProps {
  actor: UserActor;
  id: string;
  searchParams: SearchParams;
}

/** One record, for all who may read it. */
export async function RecordPage({ actor, id, searchParams }: RecordPageProps) {
  const t = await getTranslations("records.page");
  const word = await getTranslations("records.done");
  const { done: doneParam, refused } = await textParams(searchParams);
  const done = DONE.find((known) => known === doneParam);
  const { record } = await orNotFound(getRecord(actor, idOr404(id)));
  const { permits, version, patient, attachments } = record;
  const here = `/${actor.role}/records/${record.id}`;
  return (
    <>
      {done && <Done key={`done ${version} ${attachments.length}`}>{word(done)}</Done>}
      <PageHeader
        eyebrow={actor.role === "patient" ? undefined : <Entered>{patient.name}</Entered>}
        title={t("title")}
        actions={
          <>
            {permits.amend && <ButtonLink href={`${here}/change`}>{t("change")}</ButtonLink>}
            <ButtonLink href={`${here}/paper`} variant="secondary">
              {t("paper")}
            </ButtonLink>
            {record.prescriptions.length > 0 && !record.retracted && (
              <ButtonLink href={`${here}/prescription`} variant="secondary">
                {t("prescription")}
              </ButtonLink>
            )}
            <ButtonLink href={ownPath(actor.role, patient.id)} variant="quiet">
              {t(actor.role === "patient" ? "backOwn" : "back")}
            </ButtonLink>
          </>
        }
      />
      <RecordHead record={record} />
      <Card as="article">
        <RecordContent
          content={record}
          timeZone={record.timeZone}
          seriesHref={(result) => seriesHref(actor.role, patient.id, result)}
        />
      </Card>
      {(attachments.length > 0 || permits.amend) && (
        <Section id="attachments" title={t("attachments")}>
          {attachments.length > 0 && (
            <AttachmentList
              attachments={attachments}
              remove={permits.amend ? takeAttachmentOff : undefined}
            />
          )}
          {permits.amend && (
            <AttachmentForm recordId={record.id} refused={refused && (await wordField(refused))} />
          )}
        </Section>
      )}
      {version > 1 && (
        <p>
          <ButtonLink href={`${here}/versions`} variant="secondary">
            {t("versions", { count: version })}
          </ButtonLink>
        </p>
      )}
      {permits.retract && <RetractForm record={record} action={retract} />}
    </>
  );
}
