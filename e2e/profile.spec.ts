import { expect, test } from "./support/browser/test.ts";

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
