import { useTranslations } from "next-intl";
import Link from "next/link";
import { Button } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { ErrorSummary } from "#components/ui/error-summary.tsx";
import { Field } from "#components/ui/field.tsx";
import { Form } from "#components/ui/form.tsx";
import { NewPassword } from "./new-password.tsx";
import { emailInput } from "./email-input.ts";

interface RegisterFormProps {
  /** What was typed before. */
  typed: { name: string | undefined; email: string | undefined };
  /** Field -> sentence. */
  errors: Record<string, string>;
  callbackUrl: string | null;
  signInHref: string;
}

export function RegisterForm({ typed, errors, callbackUrl, signInHref }: RegisterFormProps) {
  const t = useTranslations("auth");
  const wrong = Object.entries(errors);
  return (
    <Card className="flex flex-col gap-6">
      {wrong.length > 0 && (
        <ErrorSummary
          title={t("check")}
          items={wrong.map(([name, message]) => ({
            href: `#${name}`,
            message,
          }))}
        />
      )}
      <Form method="post" action="/register/submit" className="flex flex-col gap-5">
        {callbackUrl && <input type="hidden" name="callbackUrl" value={callbackUrl} />}
        <Field
          id="name"
          name="name"
          label={t("register.name")}
          autoComplete="name"
          defaultValue={typed.name}
          maxLength={200}
          error={errors["name"]}
          required
        />
        <Field
          id="email"
          name="email"
          {...emailInput}
          label={t("email")}
          autoComplete="username"
          defaultValue={typed.email}
          maxLength={254}
          error={errors["email"]}
          required
        />
        <NewPassword id="password" error={errors["password"]} />
        <div>
          <Button type="submit" wide>
            {t("register.submit")}
          </Button>
        </div>
      </Form>
      <p className="text-soft">
        {t("register.known")}{" "}
        <Link href={signInHref} prefetch={false} className="link">
          {t("signIn.title")}
        </Link>
      </p>
      <p className="text-soft">
        {t("register.practice")}{" "}
        <Link href="/register/doctor" prefetch={false} className="link">
          {t("doctor.title")}
        </Link>
      </p>
    </Card>
  );
}
