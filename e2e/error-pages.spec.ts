import { expect, test } from "./support/browser/test.ts";

test("what does not exist or is not allowed is said within the portal's own frame", async ({
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
