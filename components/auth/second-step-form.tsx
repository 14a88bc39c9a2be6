import { useTranslations } from "next-intl";
import Link from "next/link";
import { Button } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { Form } from "#components/ui/form.tsx";
import { CodeField } from "./proof-field.tsx";

interface SecondStepFormProps {
  /** Of the user who has given the first factor. */
  owner: string;
  callbackUrl: string | null;
  backHref: string;
}

/** Asks for the second factor. Posts natively, as the form before it does. */
export function SecondStepForm({ owner, callbackUrl, backHref }: SecondStepFormProps) {
  const t = useTranslations("auth.secondStep");
  return (
    <Card className="flex flex-col gap-6">
      <Form owner={owner} method="post" action="/sign-in/code" className="flex flex-col gap-5">
        {callbackUrl && <input type="hidden" name="callbackUrl" value={callbackUrl} />}
        <CodeField />
        <div>
          <Button type="submit" wide>
            {t("submit")}
          </Button>
        </div>
      </Form>
      <p className="text-soft">
        {t("lost")}{" "}
        <Link href={backHref} prefetch={false} className="link">
          {t("again")}
        </Link>
      </p>
    </Card>
  );
}
