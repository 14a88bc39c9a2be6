import { useTranslations } from "next-intl";
import Link from "next/link";
import { Button } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { Field } from "#components/ui/field.tsx";
import { Form } from "#components/ui/form.tsx";
import { emailInput } from "./email-input.ts";

interface SignInFormProps {
  /** What was typed before. */
  email: string | undefined;
  callbackUrl: string | null;
  registerHref: string;
}

/** Posts natively: what follows is a chain of redirects through the authorization server. */
export function SignInForm({ email, callbackUrl, registerHref }: SignInFormProps) {
  const t = useTranslations("auth");
  return (
    <Card className="flex flex-col gap-6">
      <Form method="post" action="/sign-in/password" className="flex flex-col gap-5">
        {callbackUrl && <input type="hidden" name="callbackUrl" value={callbackUrl} />}
        <Field
          name="email"
          {...emailInput}
          label={t("email")}
          autoComplete="username"
          defaultValue={email}
          maxLength={254}
          required
        />
        <Field
          name="password"
          type="password"
          label={t("password")}
          autoComplete="current-password"
          maxLength={200}
          required
        />
        <div>
          <Button type="submit" wide>
            {t("signIn.submit")}
          </Button>
        </div>
      </Form>
      <p className="text-soft">
        {t("signIn.new")}{" "}
        <Link href={registerHref} prefetch={false} className="link">
          {t("signIn.register")}
        </Link>
      </p>
    </Card>
  );
}
