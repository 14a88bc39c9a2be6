import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { confirmApp } from "#app/_actions/security.ts";
import { AppForm } from "#components/auth/app-form.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { pendingTotp } from "#lib/auth/second-factor/manage.ts";
import { qrCodeOf } from "#lib/auth/second-factor/qr.ts";
import { requireAnySession } from "#lib/web/guard.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("auth.security.app"))("title") };
}

export default async function AppPage() {
  const session = await requireAnySession("/account/security/app");
  const t = await getTranslations("auth.security.app");
  const pending = await pendingTotp(session, new Date());
  return (
    <>
      <PageHeader
        title={t("addTitle")}
        actions={
          <ButtonLink href="/account/security" variant="quiet">
            {t("back")}
          </ButtonLink>
        }
      />
      <AppForm action={confirmApp} pending={pending && { ...pending, qr: qrCodeOf(pending.uri) }} />
    </>
  );
}
