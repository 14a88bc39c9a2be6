import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { dropHoliday, saveHoliday } from "#app/_actions/schedules.ts";
import { ClinicDays } from "#components/schedules/clinic-days.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { Done } from "#components/ui/done.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { listHolidays } from "#lib/schedules/holidays.ts";
import { orNotFound, requireRole } from "#lib/web/guard.ts";
import { textParams, type SearchParams } from "#lib/web/search-params.ts";

const DONE = ["closed", "opened"] as const;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("admin.holidays"))("title") };
}

export default async function HolidaysPage({ searchParams }: { searchParams: SearchParams }) {
  const actor = await requireRole("admin", "/admin/holidays");
  const t = await getTranslations("admin.holidays");
  const word = await getTranslations("schedule.done");
  const params = await textParams(searchParams);
  const done = DONE.find((known) => known === params["done"]);
  const clinics = await orNotFound(listHolidays(actor, new Date()));
  return (
    <>
      {done && <Done key={clinics.flatMap(({ holidays }) => holidays).length}>{word(done)}</Done>}
      <PageHeader
        title={t("title")}
        actions={
          <ButtonLink href="/admin/doctors" variant="quiet">
            {t("back")}
          </ButtonLink>
        }
      >
        {t("lead")}
      </PageHeader>
      {clinics.map((clinic) => (
        <ClinicDays key={clinic.id} clinic={clinic} add={saveHoliday} remove={dropHoliday} />
      ))}
    </>
  );
}
