import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { saveOutcomePeriod, saveRetention } from "#app/_actions/accounts.ts";
import { saveRequestLimits } from "#app/_actions/appointments.ts";
import { RetentionForm } from "#components/accounts/retention-form.tsx";
import { RequestLimitsForm } from "#components/appointments/request-limits-form.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { Done } from "#components/ui/done.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Section } from "#components/ui/section.tsx";
import { listRetention } from "#lib/accounts/retention.ts";
import { listRequestLimits } from "#lib/appointments/request-limit.ts";
import { orNotFound, requireRole } from "#lib/web/guard.ts";
import { textParams, type SearchParams } from "#lib/web/search-params.ts";

const PATH = "/admin/clinics";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("admin.clinics"))("title") };
}

export default async function ClinicsPage({ searchParams }: { searchParams: SearchParams }) {
  const actor = await requireRole("admin", PATH);
  const t = await getTranslations("admin.clinics");
  const { done } = await textParams(searchParams);
  const clinics = await orNotFound(listRetention(actor));
  const requests = await orNotFound(listRequestLimits(actor));
  return (
    <>
      {done === "saved" && <Done key={clinics.map(({ years }) => years).join()}>{t("saved")}</Done>}
      {done === "outcomes" && (
        <Done key={clinics.map(({ outcomeDays }) => outcomeDays).join()}>{t("outcomesSaved")}</Done>
      )}
      {done === "limits" && (
        <Done key={JSON.stringify(requests.map(({ limits }) => limits))}>{t("limitsSaved")}</Done>
      )}
      <PageHeader
        title={t("title")}
        actions={
          <ButtonLink href="/admin/users" variant="quiet">
            {t("back")}
          </ButtonLink>
        }
      />
      <Section id="retention" title={t("retention")}>
        <p className="max-w-prose">{t("lead")}</p>
        <p className="max-w-prose text-soft">{t("note")}</p>
        {clinics.map((retention) => (
          <RetentionForm
            key={retention.clinic.id}
            retention={retention}
            period="years"
            action={saveRetention}
          />
        ))}
      </Section>
      <Section id="outcomes" title={t("outcomes")}>
        <p className="max-w-prose text-soft">{t("outcomesNote")}</p>
        {clinics.map((retention) => (
          <RetentionForm
            key={retention.clinic.id}
            retention={retention}
            period="outcomeDays"
            action={saveOutcomePeriod}
          />
        ))}
      </Section>
      <Section id="requests" title={t("requests")}>
        <p className="max-w-prose">{t("requestsLead")}</p>
        <p className="max-w-prose text-soft">{t("requestsNote")}</p>
        {requests.map(({ clinic, limits }) => (
          <RequestLimitsForm
            key={clinic.id}
            clinic={clinic}
            limits={limits}
            action={saveRequestLimits}
          />
        ))}
      </Section>
    </>
  );
}
