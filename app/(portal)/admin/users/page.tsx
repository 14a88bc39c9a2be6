import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { findAccounts } from "#app/_actions/search.ts";
import { AccountFilter } from "#components/accounts/account-filter.tsx";
import { AccountTable } from "#components/accounts/account-table.tsx";
import { Alert } from "#components/ui/alert.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { ExpiredSearch } from "#components/ui/expired-search.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Pagination } from "#components/ui/pagination.tsx";
import { searchAccounts } from "#lib/accounts/queries.ts";
import { accountFilterSchema } from "#lib/accounts/schema.ts";
import { currentZone } from "#lib/auth/session.ts";
import { orNotFound, requireRole } from "#lib/web/guard.ts";
import { openSearch } from "#lib/web/sealed-search.ts";
import { lenient, textParams, withParams, type SearchParams } from "#lib/web/search-params.ts";

const PATH = "/admin/users";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("admin.users"))("title") };
}

export default async function UsersPage({ searchParams }: { searchParams: SearchParams }) {
  const actor = await requireRole("admin", PATH);
  const t = await getTranslations("admin.users");
  const opened = openSearch(actor, await textParams(searchParams), new Date());
  const { value: filter, kept, ignored } = lenient(accountFilterSchema, opened.params);
  const { items, nextCursor } = await orNotFound(searchAccounts(actor, filter));
  const { cursor, q, ...others } = kept;
  const searched = { ...others, find: opened.find };
  return (
    <>
      <PageHeader
        title={t("title")}
        actions={
          <ButtonLink href="/admin/clinics" variant="secondary">
            {t("retention")}
          </ButtonLink>
        }
      >
        {t("lead")}
      </PageHeader>
      {opened.expired && <ExpiredSearch />}
      <AccountFilter path={PATH} find={findAccounts} values={kept} />
      {ignored.length > 0 && (
        <Alert tone="warning">{t("badFilter", { fields: ignored.join(", ") })}</Alert>
      )}
      {items.length === 0 ? (
        <EmptyState title={t("empty")}>{t("emptyBody")}</EmptyState>
      ) : (
        <AccountTable
          accounts={items}
          timeZone={await currentZone()}
          hrefFor={({ id }) => `${PATH}/${id}`}
        />
      )}
      <Pagination
        newerHref={cursor && withParams(PATH, searched)}
        olderHref={nextCursor ? withParams(PATH, { ...searched, cursor: nextCursor }) : undefined}
        newer={t("first")}
        older={t("next")}
      />
    </>
  );
}
