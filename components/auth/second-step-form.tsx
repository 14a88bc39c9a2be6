import { useTranslations } from "next-intl";
import Link from "next/link";
import { Button } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { CodeField } from "./proof-field.tsx";

interface SecondStepFormProps {
  callbackUrl: string | null;
  backHref: string;
}

/** Asks for the second factor. Posts natively, as the form before it does. */
export function SecondStepForm({ callbackUrl, backHref }: SecondStepFormProps) {
  const t = useTranslations("auth.secondStep");
  return (
    <Card className="flex flex-col gap-6">
      <form method="post" action="/sign-in/code" className="flex flex-col gap-5">
        {callbackUrl && <input type="hidden" name="callbackUrl" value={callbackUrl} />}
        <CodeField />
        <div>
          <Button type="submit" wide>
            {t("submit")}
          </Button>
        </div>
      </form>
      <p className="text-soft">
        {t("lost")}{" "}
        <Link href={backHref} prefetch={false} className="link">
          {t("again")}
        </Link>
      </p>
    </Card>
  );
}
