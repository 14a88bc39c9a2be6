import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import Link from "next/link";
import { AppointmentTable } from "#components/appointments/appointment-table.tsx";
import { DisabledDoctors } from "#components/appointments/disabled-doctors.tsx";
import { StatusBars } from "#components/appointments/status-bars.tsx";
import { Alert } from "#components/ui/alert.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Section } from "#components/ui/section.tsx";
import { Stat } from "#components/ui/stat.tsx";
import { getAdminOverview } from "#lib/appointments/overview.ts";
import { orNotFound, requireRole } from "#lib/web/guard.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("admin.overview");
  return { title: t("title") };
}

export default async function AdminPage() {
  const actor = await requireRole("admin", "/admin");
  const t = await getTranslations("admin.overview");
  const overview = await orNotFound(getAdminOverview(actor, new Date()));
  return (
    <>
      <PageHeader
        title={t("title")}
        actions={
          <>
            <ButtonLink href="/admin/calendar">{t("calendar")}</ButtonLink>
            <ButtonLink href="/admin/appointments" variant="secondary">
              {t("all")}
            </ButtonLink>
          </>
        }
      >
        {t("lead")}
      </PageHeader>
      {overview.alerts > 0 && (
        <Alert tone="warning" title={t("alerts", { count: overview.alerts })}>
          <Link href="/admin/alerts" prefetch={false} className="link">
            {t("alertsLink")}
          </Link>
        </Alert>
      )}
      {overview.applications > 0 && (
        <Alert title={t("applications", { count: overview.applications })}>
          <Link href="/admin/doctors/applications" prefetch={false} className="link">
            {t("applicationsLink")}
          </Link>
        </Alert>
      )}
      {overview.openEnds > 0 && (
        <Alert title={t("openEnds", { count: overview.openEnds })}>
          <Link href="/admin/outcomes" prefetch={false} className="link">
            {t("openEndsLink")}
          </Link>
        </Alert>
      )}
      <dl className="grid gap-4 sm:grid-cols-3">
        <Stat term={t("waiting")} value={overview.waiting} />
        <Stat term={t("today")} value={overview.soon} />
        <Stat term={t("doctors")} value={overview.doctors} />
      </dl>
      {overview.disabledDoctors.length > 0 && (
        <Section id="disabled" title={t("disabled.title")}>
          <p className="max-w-prose text-soft">{t("disabled.body")}</p>
          <DisabledDoctors doctors={overview.disabledDoctors} />
        </Section>
      )}
      <Section id="expiring" title={t("oldest")}>
        {overview.expiring.length === 0 ? (
          <p className="text-soft">{t("oldestEmpty")}</p>
        ) : (
          <AppointmentTable
            caption={t("oldest")}
            appointments={overview.expiring}
            audience="admin"
            hrefFor={({ id }) => `/admin/appointments/${id}`}
            expiryOf={({ expiresAt }) => expiresAt}
          />
        )}
      </Section>
      <Section id="statuses" title={t("byStatus")}>
        <StatusBars counts={overview.byStatus} />
      </Section>
    </>
  );
}
