import { chooseTime, findDoctor } from "./support/booking.ts";
import { expect, test } from "./support/test.ts";

// Addresses and posts that nobody's browser makes by itself. Whatever they are, the answer is quick,
// says nothing of the inside, carries the security headers, and the product goes on.

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
  "/oauth/auth?client_id=nobody",
];

test("odd addresses get a calm answer with the headers that every answer has", async ({
  visitor,
}) => {
  const page = await visitor();
  await page.goto("/doctors");
  const profile = (await page.locator("main article a").first().getAttribute("href")) ?? "";
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
    const answer = await page.request.get(address, { maxRedirects: 0 });
    expect(answer.status(), address).toBeLessThan(500);
    expect(answer.headers(), address).toMatchObject({
      "content-security-policy": expect.stringMatching(/frame-ancestors 'none'/),
      "x-content-type-options": "nosniff",
      "cross-origin-opener-policy": "same-origin",
    });
    expect(await answer.text(), address).not.toMatch(/prisma|postgres|node_modules|\.ts:\d/i);
  }
  expect((await page.request.get("/api/health/ready")).status()).toBe(200);
});

test("another site's page cannot book for whoever is signed in here", async ({
  visitor,
  signedIn,
}) => {
  const doctor = await signedIn("doctor11");
  const patient = await visitor();
  const { path } = await findDoctor(doctor, patient);
  await chooseTime(patient, path, 0, "patient39");
  // The very form, as another site would send it along with the patient's cookies.
  const fields = await patient
    .locator("form:has([name=reason]) input[name]")
    .evaluateAll((inputs) =>
      Object.fromEntries(
        inputs.map((input) => [
          (input as HTMLInputElement).name,
          (input as HTMLInputElement).value,
        ]),
      ),
    );
  for (const headers of [
    { origin: "null" },
    { origin: "http://evil.example" },
    { "sec-fetch-site": "cross-site" },
  ]) {
    const answer = await patient.request.post(patient.url(), { headers, multipart: fields });
    expect(answer.status()).toBe(403);
  }
  await patient.goto("/patient");
  await expect(patient.getByText("No visit planned")).toBeVisible();
});

test("what is not there or not allowed is said within the page's own frame", async ({
  signedIn,
}) => {
  const page = await signedIn("patient3");
  for (const [path, status] of [
    ["/admin", 403],
    ["/patient/appointments/00000000-0000-7000-8000-000000000000", 404],
  ] as const) {
    expect((await page.goto(path))?.status()).toBe(status);
    await expect(page.getByRole("main")).toHaveCount(1);
    await expect(page.getByRole("button", { name: "Sign out" })).toHaveCount(1);
  }
});
