import { expect, test } from "vitest";
import {
  answered,
  apiUrl,
  bearer,
  clientOf,
  clientWith,
  refused,
  type Api,
} from "../../support/api/client.ts";
import { connectOverHttp } from "../../support/oauth/consent.ts";
import { NativeApp } from "../../support/oauth/native-app.ts";
import { productUrl } from "../../support/product.ts";
import { sessionOf } from "../../support/sessions.ts";

// What clients do with appointments, by a client that was made from the document. The patient's client has a
// token, the others have a session.

const at = (id: string) => ({ path: { id } });
const seen = (version: number) => ({ header: { "If-Match": `"${version}"` } });

/** Free times of a doctor beyond those that other tests book. */
async function freeTimes(api: Api, doctorId: string): Promise<[string, string, ...string[]]> {
  const day = (ahead: number) =>
    new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10);
  const query = { from: day(44), to: day(58) };
  const { slots } = answered(
    await api.GET("/doctors/{id}/slots", { params: { ...at(doctorId), query } }),
  );
  const [first = "", second = "", ...others] = slots.map(({ startsAt }) => startsAt);
  return [first, second, ...others];
}

const doctorOf = async (doctor: Api): Promise<string> =>
  answered(await doctor.GET("/me")).doctorId ?? "";

test("the API books once for each key, approves by version, moves and cancels", async () => {
  const app = await NativeApp.start(productUrl());
  const scope = "openid availability:read appointments:read appointments:write";
  const tokens = await connectOverHttp(await sessionOf("patient25"), app, scope);
  app.close();
  const patient = clientWith(bearer(tokens.access_token));
  const doctor = await clientOf("doctor5");
  const doctorId = await doctorOf(doctor);
  const [first, second] = await freeTimes(patient, doctorId);
  const booking = { doctorId, startsAt: first, reason: "By a program" };
  const book = (body: typeof booking, key: string) =>
    patient.POST("/appointments", { params: { header: { "Idempotency-Key": key } }, body });

  const key = `api-${Date.now()}`;
  const made = await book(booking, key);
  const appointment = answered(made, 201);
  const { id } = appointment;
  expect(made.response.headers.get("location")).toBe(`/api/v1/appointments/${id}`);
  expect(made.response.headers.get("etag")).toBe('"1"');
  expect(appointment).toMatchObject({ status: "pending", startsAt: first });
  expect(answered(await book(booking, key), 201).id).toBe(id);
  refused(await book({ ...booking, reason: "Another" }, key), 422, "idempotency_mismatch");
  refused(await book(booking, `${key}-2`), 409, "patient_busy");
  refused(await book({ ...booking, startsAt: "2026-01-01" }, `${key}-3`), 422, "invalid");
  const more = { ...booking, status: "confirmed" };
  refused(await book(more, `${key}-4`), 422, "invalid");

  const params = at(id);
  for (const name of ["patient24", "doctor2"]) {
    const other = await clientOf(name);
    refused(await other.GET("/appointments/{id}", { params }), 404, "not_found");
    refused(await other.GET("/appointments/{id}/events", { params }), 404, "not_found");
    refused(await other.POST("/appointments/{id}/cancel", { params }), 404, "not_found");
  }
  refused(await patient.POST("/appointments/{id}/approve", { params }), 403, "forbidden");
  const approve = (version: number) =>
    doctor.POST("/appointments/{id}/approve", { params: { ...params, ...seen(version) } });
  refused(await approve(7), 412, "stale_version");
  expect(answered(await approve(1))).toMatchObject({ status: "confirmed", version: 2 });

  const moved = { params, body: { startsAt: second } };
  expect(answered(await patient.POST("/appointments/{id}/reschedule", moved))).toMatchObject({
    status: "pending",
    startsAt: second,
  });
  const times = { params, body: { startsAt: [first] } };
  const proposed = answered(await doctor.POST("/appointments/{id}/propose", times));
  expect(proposed.permits.accept).toBe(false);
  const taken = { params, body: { startsAt: first } };
  expect(answered(await patient.POST("/appointments/{id}/accept", taken))).toMatchObject({
    status: "confirmed",
    startsAt: first,
  });
  const canceled = await patient.POST("/appointments/{id}/cancel", { params });
  expect(answered(canceled).status).toBe("canceled");
  const events = answered(await doctor.GET("/appointments/{id}/events", { params }));
  expect(events.items.map(({ type }) => type)).toEqual([
    "requested",
    "approved",
    "rescheduled",
    "proposed",
    "accepted",
    "canceled",
  ]);
  const query = { status: "canceled", limit: 1 } as const;
  const listed = answered(await patient.GET("/appointments", { params: { query } }));
  expect(listed.items.map((item) => item.id)).toEqual([id]);
});

test("every resource says what it takes, and how many requests are left", async () => {
  const api = clientWith({});
  const got = await api.GET("/doctors", { params: { query: { limit: 2 } } });
  const { items } = answered(got);
  expect(items).toHaveLength(2);
  expect(got.response.headers.get("ratelimit-policy")).toMatch(/^"default";q=\d+;w=60$/);
  expect(got.response.headers.get("ratelimit")).toMatch(/^"default";r=\d+;t=\d+$/);
  const allow = "GET, PATCH, HEAD, OPTIONS";
  const path = `${apiUrl()}/doctors/${items[0]?.id ?? ""}`;
  const head = await fetch(path, { method: "HEAD" });
  expect([head.status, await head.text()]).toEqual([200, ""]);
  const options = await fetch(path, { method: "OPTIONS" });
  expect([options.status, options.headers.get("allow")]).toEqual([204, allow]);
  const other = await fetch(path, { method: "DELETE" });
  expect([other.status, other.headers.get("allow")]).toEqual([405, allow]);
  expect(await other.json()).toMatchObject({ code: "method_not_allowed" });
  for (const [status, response] of [
    [404, await fetch(apiUrl())],
    [404, await fetch(`${apiUrl()}/nothing/here`)],
    [404, (await api.GET("/doctors/{id}", { params: at("nobody") })).response],
    [422, (await api.GET("/doctors", { params: { query: { limit: 101 } } })).response],
    [401, (await api.GET("/audit")).response],
    [401, (await clientWith(bearer("nonsense")).GET("/me")).response],
  ] as const) {
    expect(response.status).toBe(status);
    expect(response.headers.get("content-type")).toBe("application/problem+json");
  }
});

test("the API changes schedules, and names the visits that it affects", async () => {
  const doctor = await clientOf("doctor5");
  const patient = await clientOf("patient25");
  const id = await doctorOf(doctor);
  const params = at(id);
  const hours = await doctor.GET("/doctors/{id}/working-hours", { params });
  const { blocks, version } = answered(hours);
  expect(hours.response.headers.get("etag")).toBe(`"${version}"`);
  answered(await patient.GET("/doctors/{id}/working-hours", { params }));
  const none = { params, body: { blocks: [] } };
  refused(await patient.PUT("/doctors/{id}/working-hours", none), 403, "forbidden");
  refused(await patient.GET("/doctors/{id}/time-off", { params }), 403, "forbidden");
  const put = (at: number) =>
    doctor.PUT("/doctors/{id}/working-hours", {
      params: { ...params, ...seen(at) },
      body: { blocks },
    });
  refused(await put(version + 1), 412, "stale_version");
  expect(answered(await put(version))).toMatchObject({ blocks, affected: [] });

  const [startsAt] = await freeTimes(doctor, id);
  const endsAt = new Date(Date.parse(startsAt) + 3_600_000).toISOString();
  const capitals = at(id.toUpperCase());
  const away = await doctor.POST("/doctors/{id}/time-off", {
    params: capitals,
    body: { startsAt, endsAt },
  });
  expect(answered(away, 201)).toMatchObject({ affected: [], wholeDays: false });
  const timeOffId = away.response.headers.get("location")?.split("/").at(-1) ?? "";
  expect(await freeTimes(doctor, id.toUpperCase())).not.toContain(startsAt);
  const end = () =>
    doctor.DELETE("/doctors/{id}/time-off/{timeOffId}", { params: { path: { id, timeOffId } } });
  answered(await end(), 204);
  expect(await freeTimes(doctor, id)).toContain(startsAt);
  refused(await end(), 404, "not_found");
});

test("the API of the administration is for admins, and a disabled account is signed out at once", async () => {
  const admin = await clientOf("admin");
  const person = await clientOf("patient19", { ownSession: true });
  const me = answered(await person.GET("/me"));
  for (const path of ["/users", "/audit"] as const) {
    refused(await person.GET(path), 403, "forbidden");
    answered(await admin.GET(path));
  }
  const change = (
    id: string,
    body: { role?: "admin" | "doctor"; disabled?: boolean },
    by = admin,
  ) => by.PATCH("/users/{id}", { params: at(id), body });
  refused(await change(me.id, { role: "admin" }, person), 403, "forbidden");
  const own = answered(await admin.GET("/me"));
  refused(await change(own.id, { disabled: true }), 403, "forbidden");
  expect((await change(me.id, { role: "doctor" })).response.status).toBe(422);
  const disabled = await change(me.id.toUpperCase(), { disabled: true });
  expect(answered(disabled)).toMatchObject({ state: "disabled", disabled: true });
  refused(await person.GET("/me"), 401, "unauthenticated");
  expect(answered(await change(me.id, { disabled: false })).state).toBe("active");
  const query = { action: "account.disable", limit: 1 };
  const trail = answered(await admin.GET("/audit", { params: { query } }));
  expect(trail).toMatchObject({ items: [{ entityId: me.id, actor: { id: own.id } }] });
});
