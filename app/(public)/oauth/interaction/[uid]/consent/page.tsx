import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { headers } from "next/headers";
import { ConsentForm } from "#components/clients/consent-form.tsx";
import { ScopeList } from "#components/clients/scope-list.tsx";
import { Container } from "#components/shell/public-shell.tsx";
import { Alert } from "#components/ui/alert.tsx";
import { Button } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { Form } from "#components/ui/form.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { askedConsent } from "#lib/auth/oauth/consent.ts";
import { answersTo } from "#lib/web/csp.ts";

interface ConsentPageProps {
  params: Promise<{ uid: string }>;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("clients.consent"))("metaTitle") };
}

export default async function ConsentPage({ params }: ConsentPageProps) {
  const { uid } = await params;
  const t = await getTranslations("clients.consent");
  const asked = await askedConsent(uid, (await headers()).get("cookie"), new Date());
  if (!asked) {
    return (
      <Container narrow>
        <PageHeader title={t("overTitle")}>{t("over")}</PageHeader>
      </Container>
    );
  }
  const { program, scopes, redirectUri, name, email, address } = asked;
  return (
    <Container narrow>
      <meta httpEquiv="Content-Security-Policy" content={answersTo(redirectUri)} />
      <PageHeader eyebrow={t("eyebrow")} title={t("title", { program })}>
        {email === null ? t("as", { name }) : t("asWithEmail", { name, email })}
      </PageHeader>
      <Card className="flex flex-col gap-3">
        <h2 className="font-semibold">{t("wants", { program })}</h2>
        <ScopeList scopes={scopes} />
      </Card>
      <p>{t("lifetime")}</p>
      <Alert>
        {t("sentTo", { host: new URL(redirectUri).host || new URL(redirectUri).protocol })}
      </Alert>
      <ConsentForm action={`/oauth/interaction/${uid}/decision`} />
      <Form method="post" action="/sign-out">
        <input type="hidden" name="callbackUrl" value={address} />
        <Button type="submit" variant="quiet">
          {t("another")}
        </Button>
      </Form>
    </Container>
  );
}
