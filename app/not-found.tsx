import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { connection } from "next/server";
import { MessagePage } from "#components/shell/message-page.tsx";
import { PublicShell } from "#components/shell/public-shell.tsx";
import { ButtonLink } from "#components/ui/button.tsx";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("errors.notFound");
  return { title: t("title") };
}

/** Also the answer to anything a person may not know of: it must not tell the two apart. */
export default async function NotFound() {
  // Drawn per request: a page drawn at build time has no nonce for its scripts.
  await connection();
  const t = await getTranslations("errors.notFound");
  return (
    <PublicShell>
      <MessagePage
        code="404"
        title={t("title")}
        actions={
          <>
            <ButtonLink href="/">{t("home")}</ButtonLink>
            <ButtonLink href="/doctors" variant="secondary">
              {t("doctors")}
            </ButtonLink>
          </>
        }
      >
        {t("body")}
      </MessagePage>
    </PublicShell>
  );
}
