import { expect, test } from "vitest";
import { answered, clientOf } from "../../support/api/client.ts";
import { chooseTime } from "../../support/forms/booking.ts";
import { FormPage } from "../../support/forms/form-page.ts";
import { DEMO_PASSWORD, demoEmail } from "../../support/people.ts";

// Two tabs of one browser: another user signs in in the second one, and the first one is sent then.

const DOCTOR = "doctor9";
const TYPED = "Words that patient30 typed";

async function signInAs(tab: FormPage, name: string): Promise<void> {
  await tab.open("/sign-in");
  await tab.fill("email", demoEmail(name)).fill("password", DEMO_PASSWORD).press("Sign in");
}

/** In another tab of the browser, the user signs out and another one signs in. */
async function changeAccount({ browser }: FormPage, name: string): Promise<void> {
  const tab = await new FormPage(browser).open("/");
  await tab.press("Sign out");
  await signInAs(tab, name);
}

const nameOf = async (name: string) => answered(await (await clientOf(name)).GET("/me")).name;
const booked = async (name: string) => {
  const query = { limit: 100 };
  const { items } = answered(
    await (await clientOf(name)).GET("/appointments", { params: { query } }),
  );
  return items.filter(({ reason }) => reason === TYPED).length;
};

test("a booking form of one patient books nothing for another, and shows them nothing of it", async () => {
  const tab = await FormPage.signedIn("patient30", { ownSession: true });
  const before = [await booked("patient30"), await booked("patient29")] as const;
  await chooseTime(tab, DOCTOR, 2);
  const { path, init } = tab.fill("Reason for the visit", TYPED).request("Send the request");
  await changeAccount(tab, "patient29");
  await tab.press("Send the request");
  expect(tab.path).toBe("/account/changed");
  expect(tab.text()).toContain(`You are now signed in as ${await nameOf("patient29")}`);
  expect(tab.html).not.toContain(TYPED);
  expect([...tab.browser.cookies.values()].join()).not.toContain("Words");
  expect([await booked("patient30"), await booked("patient29")]).toEqual(before);
  // The form still counts for the one who opened it, also after another sign-in.
  await changeAccount(tab, "patient30");
  await tab.browser.send(path, init);
  expect([await booked("patient30"), await booked("patient29")]).toEqual([
    before[0] + 1,
    before[1],
  ]);
});

test("a form whose session ended is not sent by the user who signs in next", async () => {
  const tab = await FormPage.signedIn("patient30", { ownSession: true });
  await tab.open("/patient/profile?edit=1");
  const { path, init } = tab.request("Save");
  await new FormPage(tab.browser).open("/").then((other) => other.press("Sign out"));
  await tab.press("Save");
  expect(tab.path).toMatch(/^\/sign-in/);
  await tab.fill("email", demoEmail("patient29")).fill("password", DEMO_PASSWORD).press("Sign in");
  const answer = await tab.browser.send(path, init);
  expect(answer.headers.get("location")).toBe("/account/changed");
});

test("the sign-out of one user does not sign out another", async () => {
  const tab = await FormPage.signedIn("patient30", { ownSession: true });
  await tab.open("/patient");
  await changeAccount(tab, "patient29");
  await tab.press("Sign out");
  expect(tab.path).toBe("/account/changed");
  expect((await tab.open("/patient")).status).toBe(200);
});

test("the registration of a visitor is not sent by a user who has signed in meanwhile", async () => {
  const tab = await new FormPage().open("/register");
  tab
    .fill("name", "Typed by a visitor")
    .fill("email", "typed-by-a-visitor@example.org")
    .fill("password", "a long enough phrase");
  await signInAs(new FormPage(tab.browser), "patient29");
  await tab.press("Create account");
  expect(tab.path).toBe("/account/changed");
  expect(tab.html).not.toContain("Typed by a visitor");
});

test("drafts, files, pictures and searches of one doctor are not taken from another", async () => {
  const tab = await FormPage.signedIn("doctor1", { ownSession: true });
  await tab.open("/doctor/patients");
  await tab.fill("Patient's name", "Olivia").press("Search");
  const search = tab.request("Search");
  await tab.follow("Olivia Bennett");
  await tab.follow("Write a record");
  const record = tab.fill("Diagnosis", TYPED).request("Keep as a draft");
  await tab.open("/doctor/profile");
  const picture = tab.request("Upload");
  await changeAccount(tab, "doctor2");
  for (const { path, init } of [search, record, picture]) {
    const answer = await tab.browser.send(path, init);
    expect(answer.headers.get("location")).toBe("/account/changed");
  }
  const draft = new URLSearchParams();
  for (const [name, value] of record.init.body as FormData) draft.set(name, value as string);
  const kept = await tab.browser.send("/doctor/draft", { method: "POST", body: draft });
  expect([kept.status, await kept.json()]).toMatchObject([409, { code: "account_changed" }]);
});

test("the answer of one user connects no program to another", async () => {
  const tab = await FormPage.signedIn("patient30", { ownSession: true });
  const request = new URLSearchParams({
    client_id: "slotwell-demo-native",
    response_type: "code",
    redirect_uri: "http://127.0.0.1:1/callback",
    scope: "openid",
    prompt: "consent",
    code_challenge: "A".repeat(43),
    code_challenge_method: "S256",
  });
  await tab.open(`/oauth/auth?${request.toString()}`);
  const allow = tab.request("Allow");
  await changeAccount(tab, "patient29");
  const answer = await tab.browser.send(allow.path, allow.init);
  expect(answer.headers.get("location")).toBe("/account/changed");
});
