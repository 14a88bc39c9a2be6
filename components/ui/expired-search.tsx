import { useTranslations } from "next-intl";
import { Alert } from "./alert.tsx";

/** Says that the search of an address has run out, or was made by another user. */
export function ExpiredSearch() {
  const t = useTranslations("ui.search");
  return <Alert tone="warning">{t("expired")}</Alert>;
}
