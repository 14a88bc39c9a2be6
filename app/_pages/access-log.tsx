import { getTranslations } from "next-intl/server";
import { AccessTable } from "#components/access-log/access-table.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Pagination } from "#components/ui/pagination.tsx";
import type { UserActor } from "#lib/access/actor.ts";
import { listAccess } from "#lib/access-log/queries.ts";
import { currentZone } from "#lib/auth/session.ts";
import { zoneCity } from "#lib/format.ts";
import { idOr404, orNotFound } from "#lib/web/guard.ts";
import { textParams, withParams, type SearchParams } from "#lib/web/search-params.ts";
import { ownPath } from "./record-paths.ts";

interface AccessLogProps {
  actor: UserActor;
  patientId: string;
  searchParams: SearchParams;
}

const PAGE = 50;

/** Who looked at a patient's data, and changed it: for the patient, and for admins. */
export async function AccessLog({ actor, patientId, searchParams }: AccessLogProps) {
  const t = await getTranslations("accessLog");
  const back = await getTranslations("records.page");
  const { cursor } = await textParams(searchParams);
  const id = idOr404(patientId);
  const { items, nextCursor } = await orNotFound(listAccess(actor, id, { cursor, limit: PAGE }));
  const timeZone = await currentZone();
  const here = actor.role === "patient" ? "/patient/access" : `/admin/patients/${id}/access`;
  return (
    <>
      <PageHeader
        title={t(actor.role === "patient" ? "title" : "titleAdmin")}
        actions={
          <ButtonLink href={ownPath(actor.role, id)} variant="quiet">
            {back(actor.role === "patient" ? "backOwn" : "back")}
          </ButtonLink>
        }
      >
        {t(actor.role === "patient" ? "lead" : "leadAdmin", { zone: zoneCity(timeZone) })}
      </PageHeader>
      {items.length === 0 ? (
        <EmptyState title={t("empty")}>{t("emptyBody")}</EmptyState>
      ) : (
        <AccessTable
          entries={items}
          timeZone={timeZone}
          recordHref={(recordId) => `/${actor.role}/records/${recordId}`}
        />
      )}
      <Pagination
        newerHref={cursor && here}
        olderHref={nextCursor ? withParams(here, { cursor: nextCursor }) : undefined}
      />
    </>
  );
}
