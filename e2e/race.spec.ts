import { chooseTime } from "./support/browser/booking.ts";
import { findDoctor } from "./support/doctors.ts";
import { expect, test } from "./support/browser/test.ts";

test("of two who press at the same moment one gets the time, and the other loses no word", async ({
  signedIn,
}) => {
  const first = await signedIn("patient15");
  const second = await signedIn("patient16");
  const { path } = await findDoctor("doctor10");
  await chooseTime(first, path, 10);
  await chooseTime(second, path, 10);
  expect(new URL(first.url()).search).toBe(new URL(second.url()).search);
  await first.getByLabel("Reason for the visit").fill("Typed by the first");
  await second.getByLabel("Reason for the visit").fill("Typed by the second");

  const outcome = await Promise.all(
    [first, second].map(async (page) => {
      await page.getByRole("button", { name: "Send the request" }).click();
      const won = page.getByText("Your request is with the doctor.");
      const lost = page.getByText("Another patient has just taken this time.");
      await expect(won.or(lost)).toBeVisible();
      return (await won.isVisible()) ? "won" : "lost";
    }),
  );
  expect(outcome.toSorted()).toEqual(["lost", "won"]);

  const loser = outcome[0] === "lost" ? first : second;
  const typed = `Typed by the ${loser === first ? "first" : "second"}`;
  await expect(loser.getByLabel("Reason for the visit")).toHaveValue(typed);
  const alternative = loser
    .getByRole("alert")
    .getByRole("button")
    .filter({ hasText: /\d\d:\d\d/ })
    .first();
  const when = await alternative.innerText();
  await alternative.click();
  await expect(loser.getByText("Your request is with the doctor.")).toBeVisible();
  await expect(loser.getByText(typed)).toBeVisible();
  await expect(loser.getByText(when).first()).toBeVisible();
});
