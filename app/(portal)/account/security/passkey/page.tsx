import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { addKey } from "#app/_actions/security.ts";
import { PasskeyForm } from "#components/auth/passkey-form.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { pendingPasskey } from "#lib/auth/passkeys/manage.ts";
import { requireAnySession } from "#lib/web/guard.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("auth.security.passkeys"))("addTitle") };
}

export default async function PasskeyPage() {
  const session = await requireAnySession("/account/security/passkey");
  const t = await getTranslations("auth.security.passkeys");
  const options = await pendingPasskey(session, new Date());
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
      <PasskeyForm action={addKey} options={options} />
    </>
  );
}
