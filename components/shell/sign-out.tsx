import { useTranslations } from "next-intl";
import { Button } from "#components/ui/button.tsx";

/** Posts, so that no link, prefetch or image can sign anyone out. */
export function SignOut({ compact }: { compact: boolean }) {
  const t = useTranslations("shell");
  return (
    <form action="/sign-out" method="post" className={compact ? "max-sm:hidden" : undefined}>
      <Button type="submit" variant="quiet" size="small">
        {t("signOut")}
      </Button>
    </form>
  );
}
