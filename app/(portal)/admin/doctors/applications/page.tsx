import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { declineApplication, verify } from "#app/_actions/doctors.ts";
import { ApplicationCard } from "#components/people/application-card.tsx";
import { DoctorTabs } from "#components/people/doctor-tabs.tsx";
import { Done } from "#components/ui/done.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Section } from "#components/ui/section.tsx";
import { listApplications } from "#lib/people/applications.ts";
import type { ApplicationView } from "#lib/people/views.ts";
import { orNotFound, requireRole } from "#lib/web/guard.ts";
import { textParams, type SearchParams } from "#lib/web/search-params.ts";

const DONE = ["verified", "declined", "takenBack", "changed"] as const;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("admin.applications"))("title") };
}

export default async function ApplicationsPage({ searchParams }: { searchParams: SearchParams }) {
  const actor = await requireRole("admin", "/admin/doctors/applications");
  const t = await getTranslations("admin.applications");
  const params = await textParams(searchParams);
  const done = DONE.find((known) => known === params["done"]);
  const { waiting, declined } = await orNotFound(listApplications(actor));
  const card = (application: ApplicationView) => (
    <ApplicationCard
      key={`${application.id} ${application.version}`}
      application={application}
      actions={{ verify, decline: declineApplication }}
    />
  );
  return (
    <>
      {done && (
        <Done
          key={`${waiting.length} ${declined.length}`}
          tone={done === "changed" ? "warning" : "success"}
        >
          {t(`done.${done}`)}
        </Done>
      )}
      <PageHeader title={t("title")}>{t("lead")}</PageHeader>
      <DoctorTabs waiting={waiting.length} applications />
      <Section id="waiting" title={t("waiting")}>
        {waiting.length === 0 ? (
          <EmptyState title={t("empty")}>{t("emptyBody")}</EmptyState>
        ) : (
          waiting.map(card)
        )}
      </Section>
      {declined.length > 0 && (
        <Section id="declined" title={t("declinedTitle")}>
          {declined.map(card)}
        </Section>
      )}
    </>
  );
}
