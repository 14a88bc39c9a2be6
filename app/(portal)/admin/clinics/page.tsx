import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { saveRetention } from "#app/_actions/accounts.ts";
import { RetentionForm } from "#components/accounts/retention-form.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { Done } from "#components/ui/done.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { listRetention } from "#lib/accounts/retention.ts";
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
  return (
    <>
      {done === "saved" && (
        <Done key={clinics.map(({ years, outcomeDays }) => `${years} ${outcomeDays}`).join()}>
          {t("saved")}
        </Done>
      )}
      <PageHeader
        title={t("title")}
        actions={
          <ButtonLink href="/admin/users" variant="quiet">
            {t("back")}
          </ButtonLink>
        }
      >
        {t("lead")}
      </PageHeader>
      <p className="max-w-prose text-soft">{t("note")}</p>
      {clinics.map((retention) => (
        <RetentionForm key={retention.clinic.id} retention={retention} action={saveRetention} />
      ))}
    </>
  );
}
