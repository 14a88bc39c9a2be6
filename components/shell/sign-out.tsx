import { useTranslations } from "next-intl";
import { Button } from "#components/ui/button.tsx";

/** Posts, so that no link, prefetch or image can sign anyone out. */
export function SignOut() {
  const t = useTranslations("shell");
  return (
    <form action="/sign-out" method="post">
      <Button type="submit" variant="quiet" size="small" className="whitespace-nowrap">
        {t("signOut")}
      </Button>
    </form>
  );
}
