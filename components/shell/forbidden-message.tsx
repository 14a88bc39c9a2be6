import { useTranslations } from "next-intl";
import { ButtonLink } from "#components/ui/button.tsx";
import { MessagePage } from "./message-page.tsx";

/** Signed in, but the page belongs to another role. `/sign-in` sends a signed-in person home. */
export function ForbiddenMessage() {
  const t = useTranslations("errors.forbidden");
  return (
    <MessagePage
      code="403"
      title={t("title")}
      actions={<ButtonLink href="/sign-in">{t("dashboard")}</ButtonLink>}
    >
      {t("body")}
    </MessagePage>
  );
}
