import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { RegisterForm } from "#components/auth/register-form.tsx";
import { SignInNotice } from "#components/auth/sign-in-notice.tsx";
import { Container } from "#components/shell/public-shell.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { withCallback } from "#lib/auth/callback-url.ts";
import { fieldErrors, visitorPage, type VisitorPageProps } from "#lib/auth/visitor-page.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("auth"))("register.title") };
}

export default async function RegisterPage(props: VisitorPageProps) {
  const { callbackUrl, flash } = await visitorPage("register", props);
  const t = await getTranslations("auth");
  const errors = await fieldErrors(flash);
  return (
    <Container narrow>
      <PageHeader title={t("register.title")}>{t("register.lead")}</PageHeader>
      {(flash?.code === "throttled" || flash?.code === "broken") && (
        <SignInNotice code={flash.code} retryAfter={flash.retryAfter} />
      )}
      <RegisterForm
        typed={{ name: flash?.name, email: flash?.email }}
        errors={errors}
        callbackUrl={callbackUrl}
        signInHref={withCallback("/sign-in", callbackUrl)}
      />
    </Container>
  );
}
