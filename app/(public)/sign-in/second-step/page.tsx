import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { SecondStepForm } from "#components/auth/second-step-form.tsx";
import { PasskeySignIn } from "#components/auth/passkey-sign-in.tsx";
import { SignInNotice } from "#components/auth/sign-in-notice.tsx";
import { Container } from "#components/shell/public-shell.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { withCallback } from "#lib/auth/callback-url.ts";
import { isPasskeySite } from "#lib/auth/passkeys/relying-party.ts";
import { secondStepPage, type VisitorPageProps } from "#lib/auth/visitor-page.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("auth.secondStep"))("title") };
}

export default async function SecondStepPage(props: VisitorPageProps) {
  const { callbackUrl, flash, owner } = await secondStepPage(props);
  const t = await getTranslations("auth.secondStep");
  const passkey = await getTranslations("auth.passkey");
  return (
    <Container narrow>
      <PageHeader title={t("title")}>{t("lead")}</PageHeader>
      {flash && <SignInNotice code={flash.code} retryAfter={flash.retryAfter} />}
      <SecondStepForm
        owner={owner}
        callbackUrl={callbackUrl}
        backHref={withCallback("/sign-in", callbackUrl)}
      />
      {isPasskeySite() && (
        <PasskeySignIn
          callbackUrl={callbackUrl}
          label={passkey("label")}
          failed={passkey("failed")}
        />
      )}
    </Container>
  );
}
