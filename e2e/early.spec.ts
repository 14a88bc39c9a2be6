import { expect, takenOver, test } from "./support/test.ts";

test("what is typed, chosen or selected before the scripts have come stays so", async ({
  signedIn,
}) => {
  const page = await signedIn("patient38");
  const name = page.getByLabel("Name").first();
  const phone = page.getByLabel("Phone").first();
  const address = page.getByLabel("Address");
  const gender = page.getByLabel("Gender");
  let scripts = Promise.withResolvers<undefined>();
  await page.route("**/_next/static/**/*.js", async (route) => {
    await scripts.promise;
    await route.continue();
  });
  const letScriptsCome = async () => {
    await expect(page.locator("form[novalidate]")).toHaveCount(0);
    scripts.resolve(undefined);
    await takenOver(page, "Save the profile");
  };

  await page.goto("/patient/profile?edit", { waitUntil: "domcontentloaded" });
  const [nameBefore, addressBefore] = [await name.inputValue(), await address.inputValue()];
  await phone.fill("+1 212 555 0123");
  await gender.selectOption("Other");
  await name.press("Home");
  await page.keyboard.type("Captain ");
  await address.press("Control+End");
  await page.keyboard.type(", rear");
  await page.keyboard.press("ArrowLeft");
  await letScriptsCome();
  await page.keyboard.type("!");
  await expect(address).toHaveValue(`${addressBefore}, rea!r`);
  await expect(name).toHaveValue(`Captain ${nameBefore}`);
  await expect(phone).toHaveValue("+1 212 555 0123");
  await expect(gender).toHaveValue("other");

  scripts = Promise.withResolvers();
  await page.reload({ waitUntil: "domcontentloaded" });
  await address.selectText();
  await letScriptsCome();
  await page.keyboard.type("2 New Street");
  await expect(address).toHaveValue("2 New Street");

  scripts = Promise.withResolvers();
  await page.reload({ waitUntil: "domcontentloaded" });
  await address.fill("");
  await letScriptsCome();
  await expect(address).toHaveValue("");

  // An error that came without scripts: who mends it already is not taken away from there.
  scripts = Promise.withResolvers();
  await page.reload({ waitUntil: "domcontentloaded" });
  await phone.fill("call me");
  await page.getByRole("button", { name: "Save the profile" }).click();
  await expect(page.getByText("Enter a phone number of at least 6 digits").first()).toBeVisible();
  await phone.fill("+1 212 555 012");
  await letScriptsCome();
  await page.keyboard.type("3");
  await expect(phone).toHaveValue("+1 212 555 0123");
});
