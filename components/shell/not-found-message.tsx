import { useTranslations } from "next-intl";
import { ButtonLink } from "#components/ui/button.tsx";
import { MessagePage } from "./message-page.tsx";

/** Also the answer to anything a person may not know of: it must not tell the two apart. */
export function NotFoundMessage() {
  const t = useTranslations("errors.notFound");
  return (
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
  );
}
