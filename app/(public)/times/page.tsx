import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { DoctorSearch } from "#components/availability/doctor-search.tsx";
import { FoundSlots } from "#components/availability/found-slots.tsx";
import { SearchTabs } from "#components/availability/search-tabs.tsx";
import { Container } from "#components/shell/public-shell.tsx";
import { Alert } from "#components/ui/alert.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Pagination } from "#components/ui/pagination.tsx";
import { currentActor } from "#lib/auth/session.ts";
import { MOST_DAYS, timesFilterSchema } from "#lib/availability/schema.ts";
import { searchSlots } from "#lib/availability/search.ts";
import { listDirectoryChoices } from "#lib/people/queries.ts";
import { addDays } from "#lib/time/local-day.ts";
import { latestDay } from "#lib/time/zone.ts";
import { orNotFound } from "#lib/web/guard.ts";
import { lenient, textParams, withParams, type SearchParams } from "#lib/web/search-params.ts";

/** How many times a page shows. */
const SHOWN = 30;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("times");
  return { title: t("title") };
}

/** The search of the directory, answered with times: those of `?day=`, or from today on. */
export default async function TimesPage({ searchParams }: { searchParams: SearchParams }) {
  const t = await getTranslations("times");
  const actor = await currentActor();
  const now = new Date();
  const { value: filter, ignored } = lenient(timesFilterSchema, await textParams(searchParams));
  const { specialization, clinic, part, day, cursor } = filter;
  const searched = { specialization, clinic, part, day };
  const to = day ?? addDays(latestDay(now.getTime()), MOST_DAYS - 2);
  const choices = await listDirectoryChoices(actor);
  const { items: slots, nextCursor } = await orNotFound(
    searchSlots(actor, { specialization, clinic, part, from: day, to, cursor, limit: SHOWN }, now),
  );
  return (
    <Container>
      <PageHeader title={t("title")}>{t("lead")}</PageHeader>
      <SearchTabs current="/times" searched={searched} />
      <DoctorSearch
        action="/times"
        choices={choices}
        values={Object.fromEntries(Object.entries(searched).filter(([, value]) => value))}
      />
      {ignored.includes("day") && <Alert tone="warning">{t("badDay")}</Alert>}
      {slots.length === 0 && (
        <EmptyState
          title={t("emptyTitle")}
          action={
            <ButtonLink
              href={day ? withParams("/times", { ...searched, day: null }) : "/times"}
              variant="secondary"
            >
              {t(day ? "anyDay" : "reset")}
            </ButtonLink>
          }
        >
          {t("emptyBody")}
        </EmptyState>
      )}
      <FoundSlots
        slots={slots}
        hrefFor={({ doctor, visitType, startsAt }) =>
          withParams("/patient/book", { doctor: doctor.id, visitType: visitType.id, startsAt })
        }
      />
      <Pagination
        newer={t("again")}
        older={t("more")}
        newerHref={cursor && withParams("/times", searched)}
        olderHref={
          nextCursor ? withParams("/times", { ...searched, cursor: nextCursor }) : undefined
        }
      />
    </Container>
  );
}
