import { expect, test } from "vitest";
import { answered, clientOf } from "../../support/api/client.ts";
import { pressAndConfirm } from "../../support/forms/confirm.ts";
import { FormPage } from "../../support/forms/form-page.ts";
import { DEMO_PASSWORD, demoEmail } from "../../support/people.ts";

const NAME = "محمد عبد الله";
const ISOLATED = `\u2068${NAME}\u2069`;

const me = async () => answered(await (await clientOf("patient30")).GET("/me"));

test("a changed name arrives in the greeting and /me, isolated, and a preferred one goes before it", async () => {
  const page = await FormPage.signedIn("patient30");
  const save = async (name: string, preferred: string, pronouns: string) => {
    await page.open("/patient/profile?edit=1");
    page.fill(/^Name/, name).fill("Preferred name", preferred).fill("Pronouns", pronouns);
    await page.press("Save the profile");
    expect(page.text()).toContain("The profile is saved.");
    return page.open("/patient");
  };
  await save(NAME, "", "");
  // Of the messages, which next.config.js lets isolate their parameters.
  expect(page.html).toContain(`Hello, ${ISOLATED}`);
  expect(await me()).toMatchObject({ name: NAME, preferredName: null, pronouns: null });

  await save(NAME, "Mo", "he/him");
  expect(page.text()).toContain("Hello, Mo");
  const { id } = await me();
  const admin = await FormPage.signedIn("admin");
  await admin.open(`/admin/users/${id}`);
  expect(admin.html).toContain(`<bdi>${NAME}</bdi>`);
  for (const fact of ["Mo", "he/him"]) expect(admin.html).toContain(`<bdi>${fact}</bdi>`);
});

test("an admin corrects a name and no address that is in use, and the user reads that", async () => {
  const { id } = await me();
  const admin = await FormPage.signedIn("admin", { ownSession: true });
  await admin.open(`/admin/users/${id}`);
  admin.fill("E-mail address", demoEmail("patient1"));
  await pressAndConfirm(admin, "Correct");
  expect(admin.text()).toContain("This e-mail address belongs to another account.");
  await admin
    .fill("Legal name", "Mo Corrected")
    .fill("E-mail address", demoEmail("patient30"))
    .press("Correct");
  expect(admin.text()).toContain("The account is corrected.");
  const page = await FormPage.signedIn("patient30");
  await page.open("/account");
  expect(page.text()).toContain("Your name was corrected by an administrator on");
  expect((await me()).name).toBe("Mo Corrected");
});

test("a user changes their e-mail address with the password", async () => {
  const page = await FormPage.signedIn("patient30");
  await page.open("/account");
  const change = (password: string) =>
    page
      .fill("New e-mail address", "new30@slotwell.test")
      .fill("Your own password", password)
      .press("Change the address");
  await change("wrong");
  expect(page.text()).toContain("This is not your current password");
  await change(DEMO_PASSWORD);
  expect(page.text()).toContain("Your e-mail address is changed.");
  expect(page.text()).toContain("new30@slotwell.test");

  const admin = await FormPage.signedIn("admin", { ownSession: true });
  const found = answered(
    await (await clientOf("admin")).GET("/users", { params: { query: { q: "new30" } } }),
  );
  await admin.open(`/admin/users/${found.items[0]?.id ?? ""}`);
  admin.fill("E-mail address", demoEmail("patient30"));
  await pressAndConfirm(admin, "Correct");
  expect(admin.text()).toContain("The account is corrected.");
});
