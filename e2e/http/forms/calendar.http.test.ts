import { expect, test } from "vitest";
import { FormPage } from "../../support/forms/form-page.ts";
import { textOf } from "../../support/forms/html.ts";

test("without JavaScript the calendar lists the visits, and the day sheet has them all", async () => {
  const doctor = await FormPage.signedIn("doctor1");
  await doctor.open("/doctor");
  await doctor.follow("Calendar", doctor.part("nav", "Calendar"));
  await doctor.follow("Agenda");
  expect(doctor.path).toContain("view=agenda");
  const day = doctor.all("ol > li").find((each) => each.querySelector("a[href]"));
  const names = doctor.all("a[href]", day).map(textOf);
  expect(names.length).toBeGreaterThan(0);
  const date = doctor.text(doctor.all("h2, h3", day)[0]).slice(0, 16);

  await doctor.follow("Day sheet");
  expect(doctor.path).toContain("/sheet");
  // The agenda begins today; its first visits may be on a later day.
  for (let ahead = 0; ahead < 14 && !doctor.text().includes(date); ahead++) {
    await doctor.follow("Next");
  }
  const rows = doctor.all("tr").map(textOf).join("\n");
  for (const name of names) expect(rows).toContain(name);
});
