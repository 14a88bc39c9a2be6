import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { findPatients } from "#app/_actions/search.ts";
import { NameSearch } from "#components/patients/name-search.tsx";
import { PatientTable } from "#components/patients/patient-table.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { ExpiredSearch } from "#components/ui/expired-search.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Pagination } from "#components/ui/pagination.tsx";
import type { UserActor } from "#lib/access/actor.ts";
import { listPatients } from "#lib/patients/lists.ts";
import { patientFilterSchema } from "#lib/patients/schema.ts";
import { orNotFound } from "#lib/web/guard.ts";
import { openSearch } from "#lib/web/sealed-search.ts";
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
  const now = new Date();
  const { params, find, expired } = openSearch(actor, await textParams(searchParams), now);
  const { value: filter } = lenient(patientFilterSchema, params);
  const { items, nextCursor } = await orNotFound(listPatients(actor, filter, now));
  const { q, cursor } = filter;
  return (
    <>
      <PageHeader title={t("title")} actions={actions}>
        {lead}
      </PageHeader>
      {expired && <ExpiredSearch />}
      <NameSearch
        find={findPatients}
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
        <EmptyState title={t("noMatch")}>{t("noMatchBody")}</EmptyState>
      ) : (
        <EmptyState title={t("empty")}>{t("emptyBody")}</EmptyState>
      )}
      <Pagination
        newer={t("first")}
        older={t("following")}
        newerHref={cursor && withParams(path, { find })}
        olderHref={nextCursor ? withParams(path, { find, cursor: nextCursor }) : undefined}
      />
    </>
  );
}
