import { expect, test } from "vitest";
import { answered, clientOf } from "../../support/api/client.ts";
import { FormPage } from "../../support/forms/form-page.ts";

test("an admin sees who opened many emergency accesses, and marks it as seen, without JavaScript", async () => {
  const id = answered(await (await clientOf("patient37")).GET("/me")).patientId ?? "";
  const doctor = await clientOf("doctor8");
  const { id: userId } = answered(await doctor.GET("/me"));
  const one = { params: { path: { id } }, body: { reason: "Unconscious" } };
  for (let opened = 0; opened < 6; opened++) {
    answered(await doctor.POST("/patients/{id}/break-glass", one), 201);
  }

  const page = await FormPage.signedIn("admin");
  await page.open("/admin");
  await page.follow("Look at the alerts");
  const row = () =>
    page
      .all("table tbody tr")
      .find((each) => each.querySelector(`a[href="/admin/users/${userId}"]`) !== null) ??
    expect.fail("no alert about the doctor");
  expect(page.text(row())).toContain("emergency accesses");
  expect(page.href("Audit trail", row())).toContain(`/admin/audit?actor=${userId}&from=`);
  await page.press("Mark as seen", row());
  expect(page.text()).toContain("The alert is marked as seen.");
  expect(page.text(row())).toMatch(/by .+, /);
});
