import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { NameSearch } from "#components/patients/name-search.tsx";
import { PatientTable } from "#components/patients/patient-table.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Pagination } from "#components/ui/pagination.tsx";
import type { UserActor } from "#lib/access/actor.ts";
import { listPatients } from "#lib/patients/lists.ts";
import { patientFilterSchema } from "#lib/patients/schema.ts";
import { orNotFound } from "#lib/web/guard.ts";
import { lenient, textParams, withParams, type SearchParams } from "#lib/web/search-params.ts";

interface PatientListProps {
  actor: UserActor;
  path: string;
  lead: string;
  actions?: ReactNode;
  searchParams: SearchParams;
}

/** Those whom the reader looks after, by name. */
export async function PatientList({ actor, path, lead, actions, searchParams }: PatientListProps) {
  const t = await getTranslations("patients.list");
  const { value: filter } = lenient(patientFilterSchema, await textParams(searchParams));
  const { items, nextCursor } = await orNotFound(listPatients(actor, filter, new Date()));
  const { q, cursor } = filter;
  return (
    <>
      <PageHeader title={t("title")} actions={actions}>
        {lead}
      </PageHeader>
      <NameSearch
        path={path}
        q={q}
        words={{ label: t("searchLabel"), hint: t("searchHint"), search: t("search") }}
      >
        {q && (
          <ButtonLink href={path} variant="quiet">
            {t("clear")}
          </ButtonLink>
        )}
      </NameSearch>
      {items.length > 0 ? (
        <PatientTable patients={items} hrefFor={({ id }) => `${path}/${id}`} />
      ) : q ? (
        <EmptyState title={t("nobody")}>{t("nobodyBody")}</EmptyState>
      ) : (
        <EmptyState title={t("empty")}>{t("emptyBody")}</EmptyState>
      )}
      <Pagination
        newer={t("first")}
        older={t("following")}
        newerHref={cursor && withParams(path, { q })}
        olderHref={nextCursor ? withParams(path, { q, cursor: nextCursor }) : undefined}
      />
    </>
  );
}
