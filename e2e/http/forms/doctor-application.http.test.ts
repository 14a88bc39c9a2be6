import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { pressAndConfirm } from "../../support/forms/confirm.ts";
import { FormPage } from "../../support/forms/form-page.ts";
import { DEMO_PASSWORD } from "../../support/people.ts";
import { productUrl } from "../../support/product.ts";

// A doctor applies, an admin verifies them, the doctor introduces themselves and puts up a photo, and the admin
// takes the verification back, without JavaScript.

const PASSWORD = "four unrelated words";
const ABOUT = "Hearts.\n\n".repeat(100).trim();
const png = { type: "image/png" };
const picture = new File([readFileSync("public/apple-icon.png")], "me.png", png);
const script = new File(["<svg onload='alert(1)'/>"], "me.png", png);

test("a doctor applies, is declined, is verified and appears in the directory", async () => {
  const admin = await FormPage.signedIn("admin", { ownSession: true });
  const email = `applicant-http-${Date.now()}@example.org`;
  // Late in the alphabet, so that the directory begins as other tests know it.
  const name = `Dr. Zoe H${Date.now()}`;
  const visitor = await (await fillIn(name, email)).press("Send the application");
  expect(visitor.text()).toContain("Nearly done");
  const doctor = await signInAs(email, PASSWORD);
  await doctor.open("/doctor");
  expect(doctor.text()).toContain("Your application is with the clinic");
  expect(doctor.offers("Calendar")).toBe(false);
  for (const path of ["/doctor/calendar", "/doctor/availability", "/doctor/profile"]) {
    expect((await doctor.open(path)).path).toBe("/doctor");
  }

  const application = () => admin.part("article", email);
  await admin.open("/admin/doctors");
  await admin.follow("Applications");
  expect(admin.text(application())).toContain("NY 4711");
  admin.fill("Why?", "We find no licence of this number.", application());
  await pressAndConfirm(admin, "Decline", application);
  expect(admin.text()).toContain("The applicant sees your reason.");
  await doctor.open("/doctor");
  expect(doctor.text()).toContain("We find no licence of this number.");
  await admin.press("Verify", application());
  expect(admin.text()).toContain("The doctor is in the directory");
  expect(
    admin
      .all("article")
      .map((each) => admin.text(each))
      .join(),
  ).not.toContain(email);
  await doctor.open("/doctor");
  expect(doctor.text()).toContain("Requests to decide");

  await doctor.open("/account");
  await doctor.follow("Profile", doctor.part("main"));
  await doctor
    .fill("Biography", "Hearts and\nlungs.")
    .fill("Languages", "English, Spanish")
    .press("Save");
  expect(doctor.text()).toContain("The profile is saved.");
  await doctor.attach("Choose a picture", script).press("Upload");
  expect(doctor.text()).toContain("neither a JPEG nor a PNG");
  await doctor.attach("Choose a picture", picture).press("Upload");
  expect(doctor.text()).toContain("The photo is saved.");

  const seen = await new FormPage().open("/doctors?q=Zoe");
  await seen.follow(name);
  expect(seen.text()).toContain("Hearts and");
  expect(seen.text()).toContain("English and Spanish");
  await expectPhoto(seen.part("main img").getAttribute("src") ?? "");

  await doctor.open("/doctor/profile");
  await doctor.press("Remove the photo");
  expect(doctor.text()).toContain("The drawn portrait is back.");
  await seen.open(seen.path);
  expect(seen.all("main img")).toHaveLength(0);

  await admin.open(`/admin${seen.path}/profile`);
  await admin.press("Take the verification back");
  expect(admin.offers("Verify", application())).toBe(true);
  expect((await seen.open(seen.path)).status).toBe(404);
  await doctor.open("/doctor/profile");
  expect(doctor.text()).toContain("Your application is with the clinic");
});

async function expectPhoto(address: string): Promise<void> {
  const answer = await fetch(productUrl() + address);
  expect(answer.status).toBe(200);
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    "content-type": "image/webp",
    "x-content-type-options": "nosniff",
    "cache-control": "public, max-age=604800, immutable",
  });
  expect(
    Buffer.from(await answer.arrayBuffer())
      .subarray(8, 12)
      .toString(),
  ).toBe("WEBP");

  // Only the doctor and admins put a photo there, and no other site does in their name.
  const { pathname } = new URL(address, productUrl());
  const patient = await FormPage.signedIn("patient3");
  await patient.open("/patient");
  const body = new FormData();
  body.append("_for", patient.part("[name=_for]").getAttribute("value") ?? "");
  body.append("photo", picture);
  const post = { method: "POST", body };
  expect((await patient.browser.send(pathname, post)).status).toBe(403);
  const admin = await FormPage.signedIn("admin");
  const foreign = { ...post, headers: { origin: "http://evil.example" } };
  expect((await admin.browser.send(pathname, foreign)).status).toBe(403);
}

test("an application keeps what was typed, and does not tell whether an address is in use", async () => {
  const page = await fillIn("Dr. Zoe Again", "doctor1@slotwell.test");
  await page.fill("Choose a password", "password12").press("Send the application");
  expect(page.text()).toContain("This password is too easy to guess.");
  expect(page.value("About you").trim()).toBe(ABOUT);
  expect(page.value("Specialization")).toBe("cardiology");
  expect(page.value("Licence number")).toBe("NY 4711");
  expect(page.value("Choose a password")).toBe("");
  await page.fill("Choose a password", PASSWORD).press("Send the application");
  // As for an address that is free.
  expect(page.text()).toContain("Nearly done");
  const doctor = await signInAs("doctor1@slotwell.test", DEMO_PASSWORD);
  await doctor.open("/doctor");
  expect(doctor.text()).toContain("Requests to decide");
});

async function fillIn(name: string, email: string): Promise<FormPage> {
  const page = await new FormPage().open("/register");
  await page.follow("Apply as a doctor");
  return page
    .fill("Your name", name)
    .fill("E-mail address", email)
    .fill("Choose a password", PASSWORD)
    .choose("Specialization", "cardiology")
    .choose("Clinic", /./)
    .fill("Languages you speak", "English, German")
    .fill("About you", ABOUT)
    .fill("Licence number", "NY 4711");
}

/** Signs in through the form, as a new account does. */
async function signInAs(email: string, password: string): Promise<FormPage> {
  const page = await new FormPage().open("/sign-in");
  return page.fill("email", email).fill("password", password).press("Sign in");
}
