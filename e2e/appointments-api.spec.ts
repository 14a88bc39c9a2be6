import type { APIRequestContext, APIResponse } from "@playwright/test";
import { expect, test } from "./support/test.ts";

// What a program does with appointments, by the session of a browser: the same that people do on pages.

interface Appointment {
  id: string;
  status: string;
  version: number;
  startsAt: string;
  permits: Record<string, boolean>;
}

async function read<T>(answer: APIResponse, status = 200): Promise<T> {
  expect([answer.status(), answer.status() === status ? "" : await answer.text()]).toEqual([
    status,
    "",
  ]);
  return (await answer.json()) as T;
}

/** Free times of a doctor beyond those that other tests book. */
async function freeTimes(request: APIRequestContext, doctorId: string): Promise<string[]> {
  const day = (ahead: number) =>
    new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10);
  const path = `/api/v1/doctors/${doctorId}/slots?from=${day(44)}&to=${day(58)}`;
  const { slots } = await read<{ slots: { startsAt: string }[] }>(await request.get(path));
  return slots.map(({ startsAt }) => startsAt);
}

test("the API books once for each key, approves by version, moves and cancels", async ({
  signedIn,
}) => {
  const patient = (await signedIn("patient25")).request;
  const doctor = (await signedIn("doctor5")).request;
  const stranger = (await signedIn("patient24")).request;
  const { doctorId } = await read<{ doctorId: string }>(await doctor.get("/api/v1/me"));
  const [first, second] = await freeTimes(patient, doctorId);
  const booking = { doctorId, startsAt: first, reason: "By a program" };
  const book = (data: unknown, key: string) =>
    patient.post("/api/v1/appointments", { data, headers: { "idempotency-key": key } });

  const key = `api-${Date.now()}`;
  const made = await book(booking, key);
  const appointment = await read<Appointment>(made, 201);
  const path = `/api/v1/appointments/${appointment.id}`;
  expect(made.headers()).toMatchObject({ location: path, etag: '"1"' });
  expect(appointment).toMatchObject({ status: "pending", startsAt: first });
  expect((await read<Appointment>(await book(booking, key), 201)).id).toBe(appointment.id);
  for (const [data, with_, status, code] of [
    [{ ...booking, reason: "Another" }, key, 422, "idempotency_mismatch"],
    [booking, `${key}-2`, 409, "patient_busy"],
    [{ ...booking, startsAt: "2026-01-01" }, `${key}-3`, 422, "invalid"],
    [{ ...booking, status: "confirmed" }, `${key}-4`, 422, "invalid"],
  ] as const) {
    const refused = await book(data, with_);
    expect([refused.status(), await refused.json()]).toMatchObject([status, { code }]);
  }

  for (const other of [stranger, (await signedIn("doctor2")).request]) {
    for (const answer of [
      await other.get(path),
      await other.get(`${path}/events`),
      await other.post(`${path}/cancel`),
    ]) {
      expect(answer.status()).toBe(404);
    }
  }
  expect((await patient.post(`${path}/approve`)).status()).toBe(403);
  const approve = (version: number) =>
    doctor.post(`${path}/approve`, { headers: { "if-match": `"${version}"` } });
  expect((await approve(7)).status()).toBe(412);
  expect(await read<Appointment>(await approve(1))).toMatchObject({
    status: "confirmed",
    version: 2,
  });
  const moved = await patient.post(`${path}/reschedule`, { data: { startsAt: second } });
  expect(await read<Appointment>(moved)).toMatchObject({ status: "pending", startsAt: second });
  const proposed = await doctor.post(`${path}/propose`, { data: { startsAt: [first] } });
  expect(await read<Appointment>(proposed)).toMatchObject({ permits: { accept: false } });
  const accepted = await patient.post(`${path}/accept`, { data: { startsAt: first } });
  expect(await read<Appointment>(accepted)).toMatchObject({ status: "confirmed", startsAt: first });
  expect(await read<Appointment>(await patient.post(`${path}/cancel`))).toMatchObject({
    status: "canceled",
  });
  const { items } = await read<{ items: { type: string }[] }>(await doctor.get(`${path}/events`));
  expect(items.map(({ type }) => type)).toEqual([
    "requested",
    "approved",
    "rescheduled",
    "proposed",
    "accepted",
    "canceled",
  ]);
  const listed = await patient.get("/api/v1/appointments?status=canceled&limit=1");
  expect(await read<{ items: Appointment[] }>(listed)).toMatchObject({
    items: [{ id: appointment.id }],
  });
});

test("every resource says what it takes, and how many requests are left", async ({ visitor }) => {
  const { request } = await visitor();
  const answer = await request.get("/api/v1/doctors?limit=2");
  const { items } = await read<{ items: { id: string; nextFreeAt: unknown }[] }>(answer);
  expect(items).toHaveLength(2);
  expect(answer.headers()["ratelimit-policy"]).toMatch(/^"default";q=\d+;w=60$/);
  expect(answer.headers()["ratelimit"]).toMatch(/^"default";r=\d+;t=\d+$/);
  const path = `/api/v1/doctors/${items[0]?.id ?? ""}`;
  const head = await request.head(path);
  expect([head.status(), (await head.body()).length]).toEqual([200, 0]);
  const options = await request.fetch(path, { method: "OPTIONS" });
  expect([options.status(), options.headers()["allow"]]).toEqual([
    204,
    "GET, PATCH, HEAD, OPTIONS",
  ]);
  const refused = await request.delete(path);
  expect([refused.status(), refused.headers()["allow"]]).toEqual([
    405,
    "GET, PATCH, HEAD, OPTIONS",
  ]);
  expect(await refused.json()).toMatchObject({ code: "method_not_allowed" });
  for (const [status, response] of [
    [404, await request.get("/api/v1/nothing/here")],
    [404, await request.get("/api/v1/doctors/nobody")],
    [422, await request.get("/api/v1/doctors?limit=101")],
    [401, await request.get("/api/v1/audit")],
    [401, await request.get("/api/v1/me", { headers: { authorization: "Bearer nonsense" } })],
  ] as const) {
    expect(response.status()).toBe(status);
    expect(response.headers()["content-type"]).toBe("application/problem+json");
  }
});

test("the API changes schedules, and names the visits that it affects", async ({ signedIn }) => {
  const doctor = (await signedIn("doctor5")).request;
  const patient = (await signedIn("patient25")).request;
  const { doctorId } = await read<{ doctorId: string }>(await doctor.get("/api/v1/me"));
  const path = `/api/v1/doctors/${doctorId}`;
  const hours = await doctor.get(`${path}/working-hours`);
  const { blocks, version } = await read<{ blocks: unknown[]; version: number }>(hours);
  expect(hours.headers()["etag"]).toBe(`"${version}"`);
  expect((await patient.get(`${path}/working-hours`)).status()).toBe(200);
  for (const refused of [
    await patient.put(`${path}/working-hours`, { data: { blocks: [] } }),
    await patient.get(`${path}/time-off`),
  ]) {
    expect(refused.status()).toBe(403);
  }
  const put = (data: unknown, seen: number) =>
    doctor.put(`${path}/working-hours`, { data, headers: { "if-match": `"${seen}"` } });
  expect((await put({ blocks }, version + 1)).status()).toBe(412);
  expect(await read(await put({ blocks }, version))).toMatchObject({ blocks, affected: [] });

  const [startsAt = ""] = await freeTimes(doctor, doctorId);
  const endsAt = new Date(Date.parse(startsAt) + 3_600_000).toISOString();
  const away = await doctor.post(`${path}/time-off`, { data: { startsAt, endsAt } });
  expect(await read(away, 201)).toMatchObject({ affected: [], wholeDays: false });
  const absence = away.headers()["location"] ?? "";
  expect(await freeTimes(doctor, doctorId)).not.toContain(startsAt);
  expect((await doctor.delete(absence)).status()).toBe(204);
  expect(await freeTimes(doctor, doctorId)).toContain(startsAt);
  expect((await doctor.delete(absence)).status()).toBe(404);
});

test("the API of the administration is for admins, and another role bites at once", async ({
  signedIn,
}) => {
  const admin = (await signedIn("admin")).request;
  const person = (await signedIn("patient19")).request;
  const me = await read<{ id: string; role: string }>(await person.get("/api/v1/me"));
  for (const path of ["/api/v1/users", "/api/v1/audit"]) {
    expect((await person.get(path)).status()).toBe(403);
    expect((await admin.get(path)).status()).toBe(200);
  }
  const change = (id: string, data: unknown, by = admin) =>
    by.patch(`/api/v1/users/${id}`, { data });
  expect((await change(me.id, { role: "admin" }, person)).status()).toBe(403);
  const own = await read<{ id: string }>(await admin.get("/api/v1/me"));
  expect((await change(own.id, { disabled: true })).status()).toBe(409);
  expect((await change(me.id, { role: "doctor" })).status()).toBe(422);
  expect(await read(await change(me.id, { disabled: true }))).toMatchObject({ state: "disabled" });
  expect((await person.get("/api/v1/me")).status()).toBe(401);
  expect(await read(await change(me.id, { disabled: false }))).toMatchObject({ state: "active" });
  const trail = await admin.get(`/api/v1/audit?action=account.disable&limit=1`);
  expect(await read<{ items: unknown[] }>(trail)).toMatchObject({
    items: [{ entityId: me.id, actor: { id: own.id } }],
  });
});
