import { expect, test } from "vitest";
import { chooseTime } from "../support/forms/booking.ts";
import { FormPage } from "../support/forms/form-page.ts";
import { productUrl } from "../support/product.ts";

// Addresses and posts that no browser makes by itself. Whatever they are, the answer is quick, says nothing of
// the inside, carries the security headers, and the product goes on.

const NUL = "%00";
const ADDRESSES = [
  "/doctors?day=9999-12-31",
  "/doctors?day=0000-01-01",
  `/doctors?q=${NUL}`,
  `/doctors?cursor=${NUL}`,
  "/doctors?q[contains]=a",
  `/doctors?q=${"a".repeat(5000)}`,
  "/doctors/%",
  "/doctors/%00",
  "/doctors/..%2f..%2fadmin",
  "/patient//x",
  "/_next/static/none.js",
  "/api/v1/doctors/none/slots?from=2026-01-01&to=2026-01-02",
  "/api/auth/session",
  "/oauth/auth?client_id=unknown",
];

test("answers odd addresses without an error of the server, and with the headers of every answer", async () => {
  const page = await new FormPage().open("/doctors");
  const profile = page.part("main article a").getAttribute("href") ?? "";
  const odd = [
    ...ADDRESSES,
    // A library once looked for this year's changes of clocks until memory ended.
    `${profile}?day=9999-12-31`,
    `${profile}?day=0000-01-01`,
    `${profile}?visitType=${NUL}`,
    `/api/v1${profile}/slots?from=9999-12-30&to=9999-12-31`,
    `/api/v1${profile}/slots?from=0000-01-01&to=0000-01-02`,
    `/api/v1${profile}/slots?from=2026-01-01&to=2026-12-31`,
  ];
  for (const address of odd) {
    const answer = await fetch(productUrl() + address, { redirect: "manual" });
    expect(answer.status, address).toBeLessThan(500);
    expect(Object.fromEntries(answer.headers), address).toMatchObject({
      "content-security-policy": expect.stringMatching(/frame-ancestors 'none'/) as string,
      "x-content-type-options": "nosniff",
      "cross-origin-opener-policy": "same-origin",
    });
    expect(await answer.text(), address).not.toMatch(/prisma|postgres|node_modules|\.ts:\d/i);
  }
  expect((await fetch(`${productUrl()}/api/health/ready`)).status).toBe(200);
});

// Fails without lib/platform/malformed-body.ts: 500 "Internal Server Error".
test("answers 400 with a code to a form that cannot be read", async () => {
  for (const path of ["/doctors", "/sign-in"]) {
    const answer = await fetch(productUrl() + path, {
      method: "POST",
      headers: { "content-type": "multipart/form-data; boundary=x", accept: "text/html" },
      body: "x",
    });
    expect(answer.status, path).toBe(400);
    expect(await answer.text(), path).toContain(`the code ${answer.headers.get("x-request-id")}`);
  }
});

test("refuses a booking that another site's page posts with the patient's cookies", async () => {
  const patient = await FormPage.signedIn("patient39");
  await chooseTime(patient, "doctor11", 0);
  patient.fill("Reason for the visit", "From another site");
  const { path, init } = patient.request("Send the request");
  for (const headers of [
    { origin: "null" },
    { origin: "http://evil.example" },
    { "sec-fetch-site": "cross-site" },
  ]) {
    const answer = await patient.browser.send(path, { ...init, headers });
    expect(answer.status).toBe(403);
  }
  await patient.open("/patient");
  expect(patient.text()).toContain("No visit planned");
});
