import * as client from "openid-client";
import { expect, test } from "vitest";
import { apiUrl, bearer } from "../../support/api/client.ts";
import { overHttp } from "../../support/oauth/native-app.ts";
import { productUrl } from "../../support/product.ts";

test("the demo service gets a token of its own, by the metadata of RFC 8414", async () => {
  const config = await client.discovery(
    new URL(`${productUrl()}/oauth`),
    "slotwell-demo-service",
    "slotwell-demo-secret",
    client.ClientSecretBasic("slotwell-demo-secret"),
    { algorithm: "oauth2", execute: [overHttp] },
  );
  const tokens = await client.clientCredentialsGrant(config, {
    scope: "doctors:read availability:read",
  });
  const statusOf = async (path: string) =>
    (await fetch(`${apiUrl()}/${path}`, { headers: bearer(tokens.access_token) })).status;
  expect(await statusOf("slots?specialization=cardiology")).toBe(200);
  expect(await statusOf("patients")).toBe(403);
  expect(await client.tokenIntrospection(config, tokens.access_token)).toMatchObject({
    active: true,
  });
  await client.tokenRevocation(config, tokens.access_token);
  expect(await client.tokenIntrospection(config, tokens.access_token)).toEqual({ active: false });
  expect(await statusOf("slots?specialization=cardiology")).toBe(401);
});
