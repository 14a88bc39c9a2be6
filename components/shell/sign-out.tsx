import { useTranslations } from "next-intl";
import { Button } from "#components/ui/button.tsx";
import { Form } from "#components/ui/form.tsx";

/** Posts, so that no link, prefetch or image can sign anyone out. */
export function SignOut() {
  const t = useTranslations("shell");
  return (
    <Form action="/sign-out" method="post">
      <Button type="submit" variant="quiet" size="small" className="whitespace-nowrap">
        {t("signOut")}
      </Button>
    </Form>
  );
}
