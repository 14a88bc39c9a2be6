import { getTranslations } from "next-intl/server";
import { SwaggerRedirect } from "#components/swagger/swagger-redirect.tsx";
import { Container } from "#components/shell/public-shell.tsx";

/** Where the authorization server sends the window back to that Swagger UI opened. */
export default async function SwaggerRedirectPage() {
  const t = await getTranslations("swagger");
  return (
    <Container>
      <p>{t("redirected")}</p>
      <SwaggerRedirect />
    </Container>
  );
}
