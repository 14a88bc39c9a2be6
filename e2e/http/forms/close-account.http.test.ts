import { expect, test } from "vitest";
import { chooseTime, sendRequest } from "../../support/forms/booking.ts";
import { pressAndConfirm } from "../../support/forms/confirm.ts";
import { FormPage } from "../../support/forms/form-page.ts";
import { demoEmail, DEMO_PASSWORD } from "../../support/people.ts";

/** Finds an account by its e-mail address and opens it. Returns the name on it. */
async function openAccount(admin: FormPage, email: string): Promise<string> {
  await admin.open("/admin/users");
  await admin.fill("Name or e-mail", email).press("Search");
  await admin.open(admin.part("table a.link").getAttribute("href") ?? "");
  expect(admin.text(admin.part("dd", email))).toBe(email);
  return admin.text(admin.part("h1"));
}

test("an admin closes a patient's account, without JavaScript", async () => {
  const email = demoEmail("patient40");
  const patient = await FormPage.signedIn("patient40", { ownSession: true });
  await chooseTime(patient, "doctor11", 4);
  const visit = await sendRequest(patient, "Before I leave");

  const admin = await FormPage.signedIn("admin", { ownSession: true });
  const name = await openAccount(admin, email);
  const account = admin.path;
  expect(admin.text()).not.toContain("Signed in nowhere.");
  await admin.follow("Close this account");
  for (const shown of ["What goes now", "What stays"]) expect(admin.has(shown)).toBe(true);
  expect(admin.text()).toMatch(/canceled, and the doctors are told why/);
  const close = (typed: string) =>
    admin.fill("Their name, to be sure", typed).press("Close the account for good");

  // A wrong password keeps the name that was typed, and the account.
  admin.fill("Your own password", "not my password");
  await close(name);
  expect(admin.text()).toContain("This is not your current password.");
  expect(admin.value("Their name, to be sure")).toBe(name);
  expect(admin.value("Your own password")).toBe("");
  admin.fill("Your own password", DEMO_PASSWORD);
  await close("Another name");
  expect(admin.text()).toContain("This is not the name of this account.");
  // The password was right, and is not asked for again.
  await close(name.toUpperCase());
  expect(admin.text()).toContain("The account is closed.");
  expect(admin.text(admin.part("h1"))).toBe("Closed account");
  expect(admin.text(admin.part("main"))).not.toContain(email);
  expect(admin.text()).toContain("It cannot be opened again.");
  expect(admin.offers("Close this account")).toBe(false);
  await admin.open(`${account}/close`);
  expect(admin.path).toBe(account);

  const doctor = await FormPage.signedIn("doctor11");
  await doctor.open(`/doctor/appointments/${visit}`);
  expect(doctor.text()).toContain("The patient's account is closed.");
  expect(doctor.text()).toMatch(/Former patient [0-9a-f]{4}/);
  expect(doctor.text(doctor.part("main"))).not.toContain(name);
  await patient.open("/patient");
  expect(patient.path).toMatch(/^\/sign-in/);
  await patient.fill("email", email).fill("password", DEMO_PASSWORD).press("Sign in");
  expect(patient.text()).toContain("do not match");
});

test("a doctor with visits ahead and one's own account cannot be closed", async () => {
  const admin = await FormPage.signedIn("admin", { ownSession: true });
  await openAccount(admin, demoEmail("doctor1"));
  await admin.follow("Close this account");
  expect(admin.text()).toMatch(/ahead of this doctor/);
  expect(admin.offers("Close the account for good")).toBe(false);
  await admin.follow("Show the doctor's appointments");
  expect(admin.path).toMatch(/^\/admin\/appointments\?doctor=/);

  await openAccount(admin, demoEmail("admin"));
  expect(admin.text()).toContain("This is your own account.");
  expect(admin.offers("Disable the account")).toBe(false);
  expect(admin.offers("Close this account")).toBe(false);
});

test("refuses the forms of an account's page to users who are not admins", async () => {
  const admin = await FormPage.signedIn("admin", { ownSession: true });
  await openAccount(admin, demoEmail("patient8"));
  const account = admin.path;
  const { path, init } = admin.request("Disable the account");
  const doctor = await FormPage.signedIn("doctor1");
  for (const page of [account, `${account}/close`]) {
    expect([page, (await doctor.open(page)).status]).toEqual([page, 403]);
  }
  // The post of the admin's page, with the doctor's cookies.
  await doctor.browser.send(path, init);
  await admin.open(account);
  expect(admin.offers("Disable the account")).toBe(true);
  // It is the user that is refused: the admin's own post counts.
  await pressAndConfirm(admin, "Disable the account");
  // They have appointments ahead, of which the form asks.
  await admin.press("Disable the account");
  await admin.press("Enable the account");
  expect(admin.text()).toContain("Its person can sign in again.");
});

test("an admin sets how long a clinic keeps records, without JavaScript", async () => {
  const admin = await FormPage.signedIn("admin", { ownSession: true });
  await admin.open("/admin/users");
  await admin.follow("Rules of the clinics");
  const section = () => admin.all("[aria-labelledby=retention] form", admin.part("main")).at(-1);
  await admin.fill("Years after the last visit", "101", section()).press("Save", section());
  expect(admin.text()).toContain("From 1 to 100.");
  admin.fill("Years after the last visit", "30", section());
  await pressAndConfirm(admin, "Save", section);
  expect(admin.text()).toContain("The period is saved.");
  expect(admin.value("Years after the last visit", section())).toBe("30");
});

test("an admin sets how many requests a patient may have open, without JavaScript", async () => {
  const admin = await FormPage.signedIn("admin", { ownSession: true });
  await admin.open("/admin/clinics");
  const form = () => admin.all("[aria-labelledby=requests] form", admin.part("main")).at(-1);
  await admin.fill(/^Cancellations/, "0", form()).press("Save", form());
  expect(admin.text()).toContain("From 1 to 1000.");
  // More than before, so that no other test meets a limit by this one.
  await admin.fill(/^Cancellations/, "99", form()).press("Save", form());
  expect(admin.text()).toContain("The limits are saved.");
  expect(admin.value(/^Cancellations/, form())).toBe("99");
});
