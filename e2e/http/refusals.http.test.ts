import { expect, test } from "vitest";
import {
  answered,
  apiUrl,
  clientOf,
  cookieOf,
  loadDocument,
  refused,
} from "../support/api/client.ts";
import { UNKNOWN_ID } from "../support/api/harmless.ts";
import { FormPage } from "../support/forms/form-page.ts";

// Accounts whose refusals other tests do not use up: the trail takes 60 an hour of one user.
const [PATIENT, OTHER, DOCTOR] = ["patient17", "patient18", "doctor6"] as const;

const meOf = async (name: string) => answered(await (await clientOf(name)).GET("/me"));

test("the audit trail and the patient's access log have refusals by page and API, by row and by role", async () => {
  const { patientId: id = "" } = await meOf(PATIENT);
  const other = await clientOf(OTHER);
  const params = { path: { id } };
  refused(await other.GET("/patients/{id}", { params }), 404, "not_found");
  refused(
    await other.POST("/patients/{id}/break-glass", { params, body: { reason: "x" } }),
    403,
    "forbidden",
  );
  const page = await FormPage.signedIn(OTHER);
  expect((await page.open(`/admin/patients/${id}`)).status).toBe(403);
  expect((await page.open(`/patient/appointments/${id}`)).status).toBe(404);

  const { id: actor } = await meOf(OTHER);
  const admin = await clientOf("admin");
  const query = { actor, action: "access.refused", limit: 4 };
  const { items } = answered(await admin.GET("/audit", { params: { query } }));
  const told = items.map(({ patientId, detail }) => [patientId, detail]).toReversed();
  expect(told).toEqual([
    [id, { code: "not_found" }],
    [id, { code: "forbidden", action: "emergency.open" }],
    [id, { code: "forbidden" }],
    [id, { code: "not_found" }],
  ]);
  const log = await (await clientOf(PATIENT)).GET("/patients/{id}/access-log", { params });
  const [latest] = answered(log).items.filter(({ action }) => action === "access.refused");
  expect(latest).toMatchObject({ at: items[0]?.at, who: { role: "patient" } });
});

test("an administrator's list of appointments has no reasons, and one appointment has its own", async () => {
  const admin = await clientOf("admin");
  const { doctorId: doctor = "" } = await meOf(DOCTOR);
  const query = { doctor, limit: 100 };
  const own = answered(await (await clientOf(DOCTOR)).GET("/appointments", { params: { query } }));
  const withReason = own.items.find(({ reason }) => reason !== null);
  const { items } = answered(await admin.GET("/appointments", { params: { query } }));
  expect(items.map(({ id }) => id)).toEqual(own.items.map(({ id }) => id));
  expect(items.filter(({ reason }) => reason !== null)).toEqual([]);
  const path = { id: withReason?.id ?? "" };
  const { reason } = answered(await admin.GET("/appointments/{id}", { params: { path } }));
  expect(reason).toBe(withReason?.reason);
  const page = await FormPage.signedIn("admin");
  await page.open(`/admin/appointments?doctor=${doctor}`);
  expect(page.text()).not.toContain(reason);
  await page.open(`/admin/appointments/${path.id}`);
  expect(page.text()).toContain(reason);
});

test("every change that names nothing to change is refused with 422", async () => {
  const { operations } = await loadDocument();
  const changes = operations.filter(({ method }) => method === "patch");
  expect(changes.length).toBeGreaterThanOrEqual(5);
  for (const { path, requestBody } of changes) {
    const statuses = new Set<number>();
    for (const name of ["admin", DOCTOR, PATIENT]) {
      const answer = await fetch(apiUrl() + path.replaceAll(/\{\w+\}/g, UNKNOWN_ID), {
        method: "PATCH",
        headers: { ...(await cookieOf(name)), "content-type": "application/json" },
        body: "{}",
      });
      if (answer.status !== 403) statuses.add(answer.status);
    }
    expect([path, ...statuses]).toEqual([path, 422]);
    expect(requestBody).toMatchObject({ required: true });
  }
});
