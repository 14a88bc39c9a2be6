import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { OutsideProviders } from "#components/auth/outside-providers.tsx";
import { SignInForm } from "#components/auth/sign-in-form.tsx";
import { PasskeySignIn } from "#components/auth/passkey-sign-in.tsx";
import { SignInNotice } from "#components/auth/sign-in-notice.tsx";
import { Container } from "#components/shell/public-shell.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { withCallback } from "#lib/auth/callback-url.ts";
import { isPasskeySite } from "#lib/auth/passkeys/relying-party.ts";
import { outsideProviders } from "#lib/auth/providers.ts";
import { visitorPage, type VisitorPageProps } from "#lib/auth/visitor-page.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("auth"))("signIn.title") };
}

export default async function SignInPage(props: VisitorPageProps) {
  const { callbackUrl, flash } = await visitorPage("sign-in", props);
  const t = await getTranslations("auth");
  const outside = outsideProviders().map(({ id, name }) => ({ id, name }));
  return (
    <Container narrow>
      <PageHeader title={t("signIn.title")}>{callbackUrl && t("signIn.goOn")}</PageHeader>
      {flash && <SignInNotice code={flash.code} retryAfter={flash.retryAfter} />}
      <SignInForm
        email={flash?.email}
        callbackUrl={callbackUrl}
        registerHref={withCallback("/register", callbackUrl)}
      />
      {isPasskeySite() && (
        <PasskeySignIn
          callbackUrl={callbackUrl}
          label={t("passkey.label")}
          failed={t("passkey.failed")}
        />
      )}
      {outside.length > 0 && <OutsideProviders providers={outside} callbackUrl={callbackUrl} />}
    </Container>
  );
}
