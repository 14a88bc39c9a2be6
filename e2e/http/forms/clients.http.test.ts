import * as client from "openid-client";
import { expect, test } from "vitest";
import { bearer, clientWith, refused } from "../../support/api/client.ts";
import { FormPage } from "../../support/forms/form-page.ts";
import { textOf } from "../../support/forms/html.ts";
import { overHttp } from "../../support/oauth/native-app.ts";
import { DEMO_PASSWORD } from "../../support/people.ts";
import { productUrl } from "../../support/product.ts";

interface Credentials {
  id: string;
  secret: string;
}

const ask = async ({ id, secret }: Credentials) => {
  const issuer = new URL(`${productUrl()}/oauth`);
  const config = await client.discovery(issuer, id, secret, undefined, { execute: [overHttp] });
  return client.clientCredentialsGrant(config, { scope: "doctors:read" });
};

test("an admin adds a service, gives it a new secret, disables and deletes it, without JavaScript", async () => {
  const page = await FormPage.signedIn("admin", { ownSession: true });
  await page.open("/admin/api-clients");
  await page.follow("Add a client");
  await page
    .fill("Name", "Night report")
    .check("A service by itself")
    .check("See doctors and their profiles")
    .fill("Your own password", DEMO_PASSWORD)
    .press("Add the client");
  const first = credentialsOn(page);
  const { access_token: token } = await ask(first);
  expect(page.path).not.toContain(first.secret);
  await page.open(`/admin/api-clients/${first.id}`);
  expect(page.html).not.toContain(first.secret);
  // The session remembers the password.
  await page.press("Make a new secret");
  const second = credentialsOn(page);
  await expect(ask(first)).rejects.toMatchObject({ error: "invalid_client" });
  expect((await ask({ id: first.id, secret: second.secret })).access_token).toBeTruthy();
  await page.press("Disable");
  expect(page.text()).toContain("The program is shut out.");
  refused(await clientWith(bearer(token)).GET("/doctors"), 401, "unauthenticated");
  await page.press("Delete the client");
  expect(page.text()).toContain("The client has been deleted.");
});

function credentialsOn(page: FormPage): Credentials {
  const codes = page.all("code", page.part("[role=status]", "Copy the secret now"));
  expect(codes).toHaveLength(2);
  const [id = "", secret = ""] = codes.map(textOf);
  return { id, secret };
}
