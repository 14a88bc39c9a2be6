import type { Page } from "@playwright/test";
import { expect, expectAccessible, test } from "./support/browser/test.ts";
import { searchList } from "./support/browser/search.ts";

const NUMBER = "HS 987 654 321";

test("a patient changes their profile and looks at the number", async ({ signedIn }) => {
  const page = await signedIn("patient33");
  await page.goto("/patient/profile");
  await page.getByRole("link", { name: "Change the profile" }).click();
  const save = page.getByRole("button", { name: "Save the profile" });

  await page.getByLabel("Phone").first().fill("call me");
  await page.getByLabel("Date of birth").fill("1992-02-29");
  await page.getByLabel("Insurance number").fill("no digits");
  await save.click();
  await expect(page.getByText("Enter a phone number of at least 6 digits").first()).toBeVisible();
  await expect(page.getByText("Enter the number as it is on the card").first()).toBeVisible();
  await expect(page.getByLabel("Phone").first()).toHaveValue("call me");

  await page.getByLabel("Phone").first().fill("+1 212 555 0177");
  await page.getByLabel("Date of birth").fill("2150-01-01");
  await page.getByLabel("Insurance number").fill(NUMBER);
  await save.click();
  await expect(page.getByText("This is in the future.").first()).toBeVisible();
  await expect(page.getByLabel("Phone").first()).toHaveValue("+1 212 555 0177");
  await page.getByLabel("Date of birth").fill("1992-02-29");
  await page.getByLabel("Relation").fill("oldest friend");
  await save.click();
  await expect(page.getByText("The profile is saved.")).toBeVisible();

  const facts = page.getByRole("main");
  await expect(facts.getByText("29 Feb 1992")).toBeVisible();
  await expect(facts.getByText("+1 212 555 0177")).toBeVisible();
  await expect(facts.getByText("(oldest friend)")).toBeVisible();
  await expect(facts.getByText("•••• 4321")).toBeVisible();
  expect(await page.content()).not.toContain("987654321");
  await page.getByRole("button", { name: "Show the number" }).click();
  await expect(page.getByText("The number on the card is HS987654321.")).toBeVisible();
  expect(page.url()).not.toContain("987654321");
});

test("a patient adds an allergy, changes it, removes it and takes that back", async ({
  signedIn,
}) => {
  const page = await signedIn("patient33");
  await page.goto("/patient/history");
  await page.getByRole("link", { name: "Add: Allergy" }).click();
  await expect(page).toHaveURL(/kind=allergy#add$/);
  await page.getByLabel("What").fill("Walnuts");
  await page.getByLabel("Since").fill("2019-13");
  await page.getByRole("button", { name: "Add to the history" }).click();
  await expect(page.getByText("Enter a year, a month or a day that exists").first()).toBeVisible();
  await expect(page.getByLabel("What")).toHaveValue("Walnuts");
  await page.getByLabel("Since").fill("2019-05");
  await page.getByRole("button", { name: "Add to the history" }).click();
  await expect(page.getByText("The entry is added.")).toBeVisible();
  const allergies = page.getByRole("region", { name: "Allergies" });
  const entry = allergies.getByRole("listitem").filter({ hasText: "Walnuts" });
  await expect(entry).toContainText("since May 2019");

  await entry.getByRole("link", { name: "Change: Walnuts" }).click();
  await allergies.getByLabel("What").fill("Hazelnuts");
  await allergies.getByRole("button", { name: "Save the entry" }).click();
  await expect(page.getByText("The entry is changed.")).toBeVisible();
  const changed = allergies.getByRole("listitem").filter({ hasText: "Hazelnuts" });
  await expect(changed).toBeVisible();
  await expect(entry).toHaveCount(0);

  await changed.locator("summary").click();
  await changed.getByRole("button", { name: "Remove this entry" }).click();
  await expect(page.getByText("The entry is removed.")).toBeVisible();
  await expect(changed).toHaveCount(0);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByText("The entry is back.")).toBeVisible();
  await expect(changed).toBeVisible();
  await expectAccessible(page);
});

test("a change on top of one that was not seen is refused, and what was typed stays", async ({
  signedIn,
}) => {
  const page = await signedIn("patient35");
  const other = await page.context().newPage();
  for (const opened of [page, other]) await opened.goto("/patient/profile?edit=1");
  for (const [opened, address] of [
    [other, "1 Second Street"],
    [page, "2 First Street"],
  ] as const) {
    await opened.getByLabel("Address").fill(address);
    await opened.getByRole("button", { name: "Save the profile" }).click();
  }
  await expect(page.getByText(/This has changed since you opened the page/)).toBeVisible();
  await expect(page.getByLabel("Address")).toHaveValue("2 First Street");
});

/** The first of a doctor's own patients, and the id in the address. */
async function openFirstPatient(page: Page): Promise<string> {
  await page.goto("/doctor/patients");
  const href = await page.getByRole("rowheader").getByRole("link").first().getAttribute("href");
  return href?.split("/").at(-1) ?? "";
}

test("a doctor reads and adds to the history of the patients they treat, and of no others", async ({
  signedIn,
}) => {
  const doctor = await signedIn("doctor3");
  await searchList(doctor, "/doctor/patients", "olivia");
  await expect(doctor.getByText("No patient of this name")).toBeVisible();
  const id = await openFirstPatient(doctor);
  const path = `/doctor/patients/${id}/history`;
  await doctor.goto(path);
  await doctor.getByLabel("Kind").selectOption("Immunization");
  await doctor.getByLabel("What").fill("Yellow fever");
  await doctor.getByLabel("Since").fill("2015");
  await doctor.getByLabel("Where it comes from").selectOption("From a document");
  await doctor.getByRole("button", { name: "Add to the history" }).click();
  await expect(doctor.getByText("The entry is added.")).toBeVisible();
  const entry = doctor
    .getByRole("region", { name: "Immunizations" })
    .getByRole("listitem")
    .filter({ hasText: "Yellow fever" });
  await expect(entry.first()).toContainText("From a document, entered by");
  await expect(entry.first().getByRole("link")).toHaveCount(0);
  await expectAccessible(doctor);

  // patient1 has never been with doctor2.
  const own = await signedIn("doctor1");
  await searchList(own, "/doctor/patients", "olivia");
  const href = await own.getByRole("link", { name: "Olivia Bennett" }).getAttribute("href");
  const stranger = await signedIn("doctor2");
  for (const [page, status] of [
    [own, 200],
    [stranger, 404],
  ] as const) {
    expect((await page.goto(`${href ?? ""}/history`))?.status()).toBe(status);
  }
  await expect(stranger.getByText("Penicillin")).toHaveCount(0);
});

test("an admin finds any patient and changes the profile", async ({ signedIn }) => {
  const admin = await signedIn("admin");
  await admin.goto("/admin/patients");
  await expect(admin.getByRole("rowheader")).toHaveCount(20);
  await admin.getByRole("link", { name: "More", exact: true }).click();
  await expect(admin.getByRole("link", { name: "First page" })).toBeVisible();
  await admin.getByLabel("Patient's name").fill("patel");
  await admin.getByRole("button", { name: "Search" }).click();
  const link = admin.getByRole("link", { name: "Rajesh Patel" });
  const path = `${(await link.getAttribute("href")) ?? ""}/profile`;
  await admin.goto(path);
  await admin.getByLabel("Address").fill("5 Desk Street");
  await expect(admin.getByText(/^•••• \d{4} is on file/)).toBeVisible();
  await admin.getByRole("button", { name: "Save the profile" }).click();
  await expect(admin.getByText("The profile is saved.")).toBeVisible();
  await expect(admin.getByLabel("Address")).toHaveValue("5 Desk Street");
  await expectAccessible(admin);
  expect((await admin.goto("/admin/patients/not-an-id/profile"))?.status()).toBe(404);
});

for (const javaScript of [true, false]) {
  test(`what does not fit the bar of a phone is behind one button, ${javaScript ? "with" : "without"} JavaScript`, async ({
    signedIn,
  }) => {
    const page = await signedIn("doctor9", { javaScript });
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto("/doctor");
    const navigation = page.getByRole("navigation", { name: "Practice" });
    await expect(navigation.getByRole("link")).toHaveCount(4);
    await navigation.getByText("More").click();
    await navigation.getByRole("link", { name: "Account" }).click();
    await expect(page).toHaveURL("/account");
    await expect(navigation.getByRole("link")).toHaveCount(4);
  });
}
