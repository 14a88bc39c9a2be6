import type { ErrorOut, KoaContextWithOIDC } from "oidc-provider";
import messages from "../../../messages/en.json" with { type: "json" };

/**
 * What a person sees when an authorization request is so wrong that it cannot be sent back to who
 * made it. Says nothing that came with the request.
 */
export function renderError(ctx: KoaContextWithOIDC, { error }: ErrorOut): void {
  const { title, body, unknown, home } = messages.auth.request;
  ctx.type = "html";
  ctx.body = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<main style="max-width: 40rem; margin: 4rem auto; padding: 0 1rem; font: 1.0625rem/1.6 system-ui, sans-serif">
<h1 style="line-height: 1.2">${title}</h1>
<p>${error === "invalid_client" ? unknown : body}</p>
<p><code>${/^[a-z_]{1,60}$/.test(error) ? error : "error"}</code></p>
<p><a href="/">${home}</a></p>
</main>
</html>
`;
}
