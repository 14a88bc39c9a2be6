import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { DoctorCard } from "#components/availability/doctor-card.tsx";
import { DoctorSearch } from "#components/availability/doctor-search.tsx";
import { SearchTabs } from "#components/availability/search-tabs.tsx";
import { Container } from "#components/shell/public-shell.tsx";
import { Alert } from "#components/ui/alert.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Pagination } from "#components/ui/pagination.tsx";
import { currentActor } from "#lib/auth/session.ts";
import { searchDirectory } from "#lib/people/queries.ts";
import { doctorFilterSchema } from "#lib/people/schema.ts";
import { orNotFound } from "#lib/web/guard.ts";
import { lenient, textParams, withParams, type SearchParams } from "#lib/web/search-params.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("directory");
  return { title: t("title") };
}

export default async function DoctorsPage({ searchParams }: { searchParams: SearchParams }) {
  const t = await getTranslations("directory");
  const actor = await currentActor();
  const { value: filter, ignored } = lenient(doctorFilterSchema, await textParams(searchParams));
  const { specialization, q, clinic, language, day, part, cursor } = filter;
  const searched = { specialization, q, clinic, language, day, part };
  const { choices, page } = await orNotFound(searchDirectory(actor, filter, new Date()));
  return (
    <Container>
      <PageHeader title={t("title")} />
      <SearchTabs current="/doctors" searched={searched} />
      <DoctorSearch
        choices={choices}
        values={Object.fromEntries(Object.entries(searched).filter(([, value]) => value))}
      />
      {ignored.includes("day") && <Alert tone="warning">{t("badDay")}</Alert>}
      {page.items.length === 0 ? (
        <EmptyState
          title={t("emptyTitle")}
          action={
            <ButtonLink href="/doctors" variant="secondary">
              {t("reset")}
            </ButtonLink>
          }
        >
          {t("emptyBody")}
        </EmptyState>
      ) : (
        <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
          {page.items.map((doctor) => (
            <DoctorCard
              key={doctor.id}
              doctor={doctor}
              href={withParams(`/doctors/${doctor.id}`, { day })}
            />
          ))}
        </div>
      )}
      <Pagination
        newer={t("start")}
        older={t("more")}
        newerHref={cursor && withParams("/doctors", searched)}
        olderHref={
          page.nextCursor
            ? withParams("/doctors", { ...searched, cursor: page.nextCursor })
            : undefined
        }
      />
    </Container>
  );
}
