import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { NewPassword } from "#components/auth/new-password.tsx";
import { Container } from "#components/shell/public-shell.tsx";
import { Alert } from "#components/ui/alert.tsx";
import { Button } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { Form } from "#components/ui/form.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { welcomeWorks } from "#lib/auth/administrators.ts";
import { currentFlash, fieldErrors } from "#lib/auth/visitor-page.ts";

/** The address is a secret: no other site may be told it. */
export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("auth.welcome");
  return { title: t("title"), referrer: "same-origin", robots: "noindex" };
}

export default async function WelcomePage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const t = await getTranslations("auth.welcome");
  if (!(await welcomeWorks(token, new Date()))) {
    return (
      <Container narrow>
        <PageHeader title={t("title")} />
        <Alert tone="warning" title={t("over.title")}>
          {t("over.body")}
        </Alert>
      </Container>
    );
  }
  const flash = await currentFlash("welcome");
  const errors = await fieldErrors(flash);
  return (
    <Container narrow>
      <PageHeader title={t("title")}>{t("lead")}</PageHeader>
      <Card>
        <Form method="post" action="/welcome/submit" className="flex flex-col gap-5">
          <input type="hidden" name="token" value={token} />
          <NewPassword id="password" error={errors["password"]} />
          <div>
            <Button type="submit" wide>
              {t("submit")}
            </Button>
          </div>
        </Form>
      </Card>
    </Container>
  );
}
