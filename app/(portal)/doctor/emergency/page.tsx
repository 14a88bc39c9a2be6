import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { openInEmergency } from "#app/_actions/records.ts";
import { OpenAccesses } from "#components/chart/open-accesses.tsx";
import { EmergencyForm } from "#components/chart/emergency-form.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { currentZone } from "#lib/auth/session.ts";
import { listOpenAccesses } from "#lib/emergency/queries.ts";
import { orNotFound, requireRole } from "#lib/web/guard.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("emergency"))("title") };
}

export default async function EmergencyPage() {
  const actor = await requireRole("doctor", "/doctor/emergency");
  const accesses = await orNotFound(listOpenAccesses(actor));
  const t = await getTranslations("emergency");
  return (
    <>
      <PageHeader
        title={t("title")}
        actions={
          <ButtonLink href="/doctor/patients" variant="quiet">
            {t("back")}
          </ButtonLink>
        }
      >
        {t("lead")}
      </PageHeader>
      <OpenAccesses accesses={accesses} timeZone={await currentZone()} />
      <EmergencyForm action={openInEmergency} />
    </>
  );
}
