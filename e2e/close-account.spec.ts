import type { Page } from "@playwright/test";
import { chooseTime, findDoctor, sendRequest } from "./support/booking.ts";
import { demoEmail, submitSignIn } from "./support/people.ts";
import { expect, test } from "./support/test.ts";

/** Finds somebody by their e-mail address and opens their account. */
async function openAccount(admin: Page, email: string): Promise<string> {
  await admin.goto("/admin/users");
  await admin.getByLabel("Name or e-mail").fill(email);
  await admin.getByRole("button", { name: "Search" }).click();
  await expect(admin).toHaveURL(/[?&]q=/);
  await admin.locator("table a.link").first().click();
  await expect(admin.getByRole("definition").getByText(email)).toBeVisible();
  return admin.getByRole("heading", { level: 1 }).innerText();
}

for (const javaScript of [true, false]) {
  test(`an admin closes a patient's account, ${javaScript ? "with" : "without"} JavaScript`, async ({
    signedIn,
    visitor,
  }) => {
    const who = javaScript ? "patient30" : "patient40";
    const email = demoEmail(who);
    const doctor = await signedIn(javaScript ? "doctor10" : "doctor11");
    const patient = await visitor();
    const { path } = await findDoctor(doctor, patient);
    await chooseTime(patient, path, javaScript ? 20 : 16, who);
    const visit = await sendRequest(patient, "Before I leave");

    const admin = await signedIn("admin", { javaScript });
    const name = await openAccount(admin, email);
    const { pathname } = new URL(admin.url());
    await expect(admin.getByText("Signed in nowhere.")).toHaveCount(0);
    await admin.getByRole("link", { name: "Close this account" }).click();
    await expect(admin.getByRole("heading", { name: "What goes now" })).toBeVisible();
    await expect(admin.getByRole("heading", { name: "What stays" })).toBeVisible();
    await expect(admin.getByText(/canceled, and the doctors are told why/)).toBeVisible();

    // A wrong password keeps what was typed, and the account.
    await admin.getByLabel("Their name, to be sure").fill(name);
    await admin.getByLabel("Your own password").fill("not my password");
    await admin.getByRole("button", { name: "Close the account for good" }).click();
    await expect(admin.getByText("This is not your current password.").first()).toBeVisible();
    await expect(admin.getByLabel("Their name, to be sure")).toHaveValue(name);
    await expect(admin.getByLabel("Your own password")).toHaveValue(javaScript ? /.*/ : "");

    await admin.getByLabel("Their name, to be sure").fill("Somebody else");
    await admin.getByLabel("Your own password").fill("slotwell-demo");
    await admin.getByRole("button", { name: "Close the account for good" }).click();
    await expect(admin.getByText("This is not the name of this account.").first()).toBeVisible();

    await admin.getByLabel("Their name, to be sure").fill(name.toUpperCase());
    await admin.getByLabel("Your own password").fill("slotwell-demo");
    await admin.getByRole("button", { name: "Close the account for good" }).click();
    await expect(admin.getByText("The account is closed.")).toBeVisible();
    await expect(admin.getByRole("heading", { level: 1 })).toHaveText("Closed account");
    await expect(admin.getByRole("main")).not.toContainText(email);
    await expect(admin.getByText("It cannot be opened again.")).toBeVisible();
    await expect(admin.getByRole("link", { name: "Close this account" })).toHaveCount(0);
    await admin.goto(`${pathname}/close`);
    await expect(admin).toHaveURL(pathname);

    // The doctor sees why, and no name; the patient is out and stays out.
    await doctor.goto(`/doctor/appointments/${visit}`);
    await expect(doctor.getByText("The patient's account is closed.").first()).toBeVisible();
    await expect(doctor.getByText(/Former patient [0-9a-f]{4}/).first()).toBeVisible();
    await expect(doctor.getByRole("main")).not.toContainText(name);
    await patient.goto("/patient");
    await expect(patient).toHaveURL(/\/sign-in/);
    await submitSignIn(patient, email);
    await expect(patient.getByText("do not match")).toBeVisible();
  });
}

test("an admin disables an account, and enables it again", async ({ signedIn }) => {
  const email = demoEmail("patient27");
  const patient = await signedIn("patient27");
  const admin = await signedIn("admin");
  await openAccount(admin, email);
  await admin.getByRole("button", { name: "Disable the account" }).click();
  await expect(admin.getByText("all its sessions are ended")).toBeVisible();
  await patient.goto("/patient");
  await expect(patient).toHaveURL(/\/sign-in/);
  await submitSignIn(patient, email);
  await expect(patient.getByText("do not match")).toBeVisible();
  await admin.getByRole("button", { name: "Enable the account" }).click();
  await expect(admin.getByText("Its person can sign in again.")).toBeVisible();
  await submitSignIn(patient, email);
  await expect(patient).toHaveURL(/\/patient/);
  await admin.reload();
  await admin.getByRole("button", { name: "End all sessions" }).click();
  await expect(admin.getByText("All sessions of this account are ended.")).toBeVisible();
  await patient.goto("/patient");
  await expect(patient).toHaveURL(/\/sign-in/);
});

test("a doctor with visits ahead and one's own account stay", async ({ signedIn }) => {
  const admin = await signedIn("admin");
  await openAccount(admin, demoEmail("doctor1"));
  await admin.getByRole("link", { name: "Close this account" }).click();
  await expect(admin.getByText(/ahead of this doctor/)).toBeVisible();
  await expect(admin.getByRole("button", { name: "Close the account for good" })).toHaveCount(0);
  await admin.getByRole("link", { name: "Show the doctor's appointments" }).click();
  await expect(admin).toHaveURL(/\/admin\/appointments\?doctor=/);

  await openAccount(admin, demoEmail("admin"));
  await expect(admin.getByText("This is your own account.")).toBeVisible();
  await expect(admin.getByRole("button", { name: "Disable the account" })).toHaveCount(0);
  await expect(admin.getByRole("link", { name: "Close this account" })).toHaveCount(0);
});

test("the page of an account and its forms are for admins alone", async ({ signedIn }) => {
  const admin = await signedIn("admin", { javaScript: false });
  await openAccount(admin, demoEmail("patient26"));
  const { pathname } = new URL(admin.url());
  const form = admin.locator("form", { has: admin.getByRole("button", { name: "Disable the" }) });
  const fields = await form
    .locator("input[name]")
    .evaluateAll((inputs) =>
      Object.fromEntries(
        (inputs as HTMLInputElement[]).map(({ name, value }) => [name, value] as const),
      ),
    );
  const doctor = await signedIn("doctor1");
  expect((await doctor.request.get(pathname)).status()).toBe(403);
  expect((await doctor.request.get(`${pathname}/close`)).status()).toBe(403);
  // The very post of the admin's page, sent by somebody else.
  await doctor.request.post(pathname, { multipart: fields });
  await admin.reload();
  await expect(admin.getByRole("button", { name: "Disable the account" })).toBeVisible();
  // It is the post itself that is refused: from the admin it counts.
  await admin.request.post(pathname, { multipart: fields });
  await admin.reload();
  await admin.getByRole("button", { name: "Enable the account" }).click();
  await expect(admin.getByText("Its person can sign in again.")).toBeVisible();
});

for (const javaScript of [true, false]) {
  test(`an admin sets how long a clinic keeps records, ${javaScript ? "with" : "without"} JavaScript`, async ({
    signedIn,
  }) => {
    const admin = await signedIn("admin", { javaScript });
    await admin.goto("/admin/users");
    await admin.getByRole("link", { name: "How long records are kept" }).click();
    const section = admin.getByRole("region").nth(javaScript ? 0 : 1);
    const years = section.getByLabel("Years after the last visit");
    await years.fill(javaScript ? "101" : "30");
    await section.getByRole("button", { name: "Save" }).click();
    if (javaScript) {
      await expect(section.getByText("This is too much.").first()).toBeVisible();
      await years.fill("30");
      await section.getByRole("button", { name: "Save" }).click();
    }
    await expect(admin.getByText("The period is saved.")).toBeVisible();
    await expect(years).toHaveValue("30");
  });
}
