import { getTranslations } from "next-intl/server";
import { RecordHead } from "#components/records/record-head.tsx";
import { RevisionList } from "#components/records/revision-list.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import type { UserActor } from "#lib/access/actor.ts";
import { listRevisions } from "#lib/records/queries.ts";
import { idOr404, orNotFound } from "#lib/web/guard.ts";

/** Every version of a record, each beside the one before. */
export async function Versions({ actor, id }: { actor: UserActor; id: string }) {
  const t = await getTranslations("records.revisions");
  const { record, revisions } = await orNotFound(listRevisions(actor, idOr404(id)));
  return (
    <>
      <PageHeader
        eyebrow={actor.role === "patient" ? undefined : record.patient.name}
        title={t("title")}
        actions={
          <ButtonLink href={`/${actor.role}/records/${record.id}`} variant="quiet">
            {t("back")}
          </ButtonLink>
        }
      />
      <RecordHead record={record} />
      <RevisionList revisions={revisions} timeZone={record.timeZone} />
    </>
  );
}
