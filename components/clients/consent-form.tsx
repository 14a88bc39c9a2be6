import { useTranslations } from "next-intl";
import { Button } from "#components/ui/button.tsx";
import { Form } from "#components/ui/form.tsx";

/** Yes or no to a program. Posts to a route handler, whose answer leads back to the program. */
export function ConsentForm({ action }: { action: string }) {
  const t = useTranslations("clients.consent");
  return (
    <Form method="post" action={action} className="flex flex-wrap gap-3 max-sm:*:w-full">
      <Button type="submit" name="decision" value="allow" wide>
        {t("allow")}
      </Button>
      <Button type="submit" name="decision" value="deny" variant="secondary" wide>
        {t("deny")}
      </Button>
    </Form>
  );
}
