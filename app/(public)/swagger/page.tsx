import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Container } from "#components/shell/public-shell.tsx";
import { SwaggerUi } from "#components/swagger/swagger-ui.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { SWAGGER_CLIENT, swaggerRedirect } from "#lib/auth/oauth/settings.ts";
import "swagger-ui-dist/swagger-ui.css";
import "./swagger.css";

/** Asking for nothing is refused. */
const SCOPES = ["doctors:read", "availability:read", "appointments:read"];
const DOCUMENT = "/api/v1/openapi.json";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("swagger");
  return { title: t("title") };
}

/** The API to read and to try: as whoever is signed in here, or by a token of its own. */
export default async function SwaggerPage() {
  const t = await getTranslations("swagger");
  return (
    <Container>
      <PageHeader
        title={t("title")}
        actions={
          <ButtonLink href={DOCUMENT} variant="secondary">
            {t("document")}
          </ButtonLink>
        }
      >
        {t("lead")}
      </PageHeader>
      <noscript>{t("script")}</noscript>
      <SwaggerUi
        document={DOCUMENT}
        client={SWAGGER_CLIENT}
        redirect={swaggerRedirect()}
        scopes={SCOPES}
      />
    </Container>
  );
}
