import { expect, test } from "vitest";
import {
  answered,
  apiUrl,
  clientOf,
  clientWith,
  cookieOf,
  refused,
  type Api,
} from "../../support/api/client.ts";

const at = (id: string) => ({ path: { id } });
const seen = (version: number | string) => ({ header: { "If-Match": `"${version}"` } });

async function idOf(admin: Api, q: string): Promise<string> {
  const { items } = answered(await admin.GET("/patients", { params: { query: { q } } }));
  return items[0]?.id ?? "";
}

test("the API reads and changes a profile by its version", async () => {
  const id = await idOf(await clientOf("admin"), "rajesh patel");
  const patient = await clientOf("patient36");
  const before = await patient.GET("/patients/{id}", { params: at(id) });
  const view = answered(before);
  expect(before.response.headers.get("etag")).toBe(`"${view.version}"`);
  expect(view).toMatchObject({
    id,
    name: "Rajesh Patel",
    emergencyContact: { relation: "friend" },
  });

  const patch = (body: { phone: string }, header = {}) =>
    patient.PATCH("/patients/{id}", { params: { ...at(id), ...header }, body });
  const typed = { phone: "+49 (0)30 9988-7766" };
  const changed = await patch(typed, seen(view.version));
  expect(answered(changed)).toMatchObject({ ...typed, phoneE164: "+493099887766" });
  expect(changed.response.headers.get("etag")).toBe(`"${view.version + 1}"`);
  const other = { phone: "030 11112222" };
  const unknown = { ...other, version: 7 };
  refused(await patch({ phone: "030 1" }), 422, "invalid");
  refused(await patch(unknown), 422, "invalid");
  refused(await patch(other, seen(view.version)), 412, "stale_version");
  refused(await patch(other, { header: { "If-Match": "three" } }), 412, "stale_version");

  // What a client made from the document cannot send.
  const cookie = await cookieOf("patient36");
  for (const [body, headers, status, code] of [
    ["{", { "content-type": "application/json" }, 400, "malformed"],
    ["{}", { "content-type": "text/plain" }, 415, "unsupported_media_type"],
    [
      JSON.stringify(other),
      { "content-type": "application/json", origin: "http://evil.example" },
      403,
      "forbidden",
    ],
  ] as const) {
    const init = { method: "PATCH", headers: { ...cookie, ...headers }, body };
    const answer = await fetch(`${apiUrl()}/patients/${id}`, init);
    expect([answer.status, await answer.json()]).toMatchObject([status, { code }]);
  }
  const after = answered(await patient.GET("/patients/{id}", { params: at(id) }));
  expect(after.phone).toBe(typed.phone);
});

test("the API adds to a history, changes it, and takes out", async () => {
  const id = await idOf(await clientOf("admin"), "rajesh patel");
  const patient = await clientOf("patient36");
  const body = { kind: "surgery", name: "Cataract, left", since: "2020-06" } as const;
  const made = await patient.POST("/patients/{id}/history", { params: at(id), body });
  const { id: entryId } = answered(made, 201);
  const { headers } = made.response;
  expect([headers.get("etag"), headers.get("location")]).toEqual([
    '"1"',
    `/api/v1/patients/${id}/history/${entryId}`,
  ]);
  const params = { path: { id, entryId } };
  const path = "/patients/{id}/history/{entryId}";
  const note = "Without trouble";
  const changed = await patient.PATCH(path, { params, body: { note } });
  expect(answered(changed)).toMatchObject({ ...body, note, version: 2 });
  const list = answered(await patient.GET("/patients/{id}/history", { params: at(id) }));
  expect(list.nextCursor).toBeNull();
  expect(list.items.map((item) => item.id)).toContain(entryId);
  const remove = (version: number) =>
    patient.DELETE(path, { params: { ...params, ...seen(version) } });
  refused(await remove(1), 412, "stale_version");
  answered(await remove(2), 204);
  refused(await patient.PATCH(path, { params, body: { note } }), 404, "not_found");
});

test("the API answers 401 to anonymous callers, and 404 about another user's patient", async () => {
  const id = await idOf(await clientOf("admin"), "olivia bennett");
  const anonymous = clientWith({});
  const stranger = await clientOf("doctor2");
  const patient = await clientOf("patient2");
  const params = at(id);
  for (const [api, status, code] of [
    [anonymous, 401, "unauthenticated"],
    [stranger, 404, "not_found"],
    [patient, 404, "not_found"],
  ] as const) {
    refused(await api.GET("/patients/{id}", { params }), status, code);
    refused(await api.GET("/patients/{id}/history", { params }), status, code);
    const entry = { params, body: { kind: "allergy", name: "x" } as const };
    refused(await api.POST("/patients/{id}/history", entry), status, code);
  }
  refused(await anonymous.GET("/patients"), 401, "unauthenticated");
  refused(await patient.GET("/patients"), 403, "forbidden");
  refused(await stranger.PATCH("/patients/{id}", { params, body: {} }), 403, "forbidden");
  const own = answered(await stranger.GET("/patients", { params: { query: { limit: 1 } } }));
  expect(own.items).toHaveLength(1);
  expect(own.items[0]).not.toHaveProperty("insurance");
});
