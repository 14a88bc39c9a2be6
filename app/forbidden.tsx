import { useTranslations } from "next-intl";
import { MessagePage } from "#components/shell/message-page.tsx";
import { PublicShell } from "#components/shell/public-shell.tsx";
import { ButtonLink } from "#components/ui/button.tsx";

/** Signed in, but the page belongs to another role. `/sign-in` sends a signed-in person home. */
export default function Forbidden() {
  const t = useTranslations("errors.forbidden");
  return (
    <PublicShell>
      <MessagePage
        code="403"
        title={t("title")}
        actions={<ButtonLink href="/sign-in">{t("dashboard")}</ButtonLink>}
      >
        {t("body")}
      </MessagePage>
    </PublicShell>
  );
}
