import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { DoctorTabs } from "#components/people/doctor-tabs.tsx";
import { DoctorTable } from "#components/schedules/doctor-table.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Pagination } from "#components/ui/pagination.tsx";
import { countWaiting } from "#lib/people/applications.ts";
import { searchDirectory } from "#lib/people/queries.ts";
import { doctorFilterSchema } from "#lib/people/schema.ts";
import { orNotFound, requireRole } from "#lib/web/guard.ts";
import { lenient, textParams, withParams, type SearchParams } from "#lib/web/search-params.ts";

const PATH = "/admin/doctors";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("admin.doctors"))("title") };
}

export default async function AdminDoctorsPage({ searchParams }: { searchParams: SearchParams }) {
  const actor = await requireRole("admin", PATH);
  const t = await getTranslations("admin.doctors");
  const { value: filter } = lenient(doctorFilterSchema, await textParams(searchParams));
  const { page } = await orNotFound(searchDirectory(actor, filter, new Date()));
  return (
    <>
      <PageHeader
        title={t("title")}
        actions={
          <ButtonLink href="/admin/holidays" variant="secondary">
            {t("holidays")}
          </ButtonLink>
        }
      >
        {t("lead")}
      </PageHeader>
      <DoctorTabs waiting={await countWaiting(actor)} />
      <DoctorTable
        doctors={page.items}
        availabilityHref={({ id }) => `${PATH}/${id}/availability`}
        profileHref={({ id }) => `${PATH}/${id}/profile`}
      />
      <Pagination
        newerHref={filter.cursor && PATH}
        olderHref={page.nextCursor ? withParams(PATH, { cursor: page.nextCursor }) : undefined}
      />
    </>
  );
}
