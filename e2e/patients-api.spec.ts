import type { APIRequestContext } from "@playwright/test";
import { expect, test } from "./support/test.ts";

const JSON_TYPE = { "content-type": "application/json" };

async function idOf(request: APIRequestContext, name: string): Promise<string> {
  const answer = await request.get(`/api/v1/patients?q=${encodeURIComponent(name)}`);
  const { items } = (await answer.json()) as { items: { id: string }[] };
  return items[0]?.id ?? "";
}

test("the API reads and changes a profile by its version", async ({ signedIn }) => {
  const admin = (await signedIn("admin")).request;
  const patient = (await signedIn("patient36")).request;
  const id = await idOf(admin, "rajesh patel");
  const path = `/api/v1/patients/${id}`;
  const before = await patient.get(path);
  expect(before.status()).toBe(200);
  const view = (await before.json()) as { version: number };
  expect(before.headers()["etag"]).toBe(`"${view.version}"`);
  expect(view).toMatchObject({
    id,
    name: "Rajesh Patel",
    emergencyContact: { relation: "friend" },
  });

  const patch = (data: unknown, headers: Record<string, string> = {}) =>
    patient.patch(path, { data: JSON.stringify(data), headers: { ...JSON_TYPE, ...headers } });
  const changed = await patch({ phone: "030 99887766" }, { "if-match": `"${view.version}"` });
  expect(changed.status()).toBe(200);
  expect(changed.headers()["etag"]).toBe(`"${view.version + 1}"`);
  for (const [answer, status, code] of [
    [await patch({ phone: "030 1" }), 422, "invalid"],
    [await patch({ version: 7 }), 422, "invalid"],
    [
      await patch({ phone: "030 11112222" }, { "if-match": `"${view.version}"` }),
      412,
      "stale_version",
    ],
    [await patch({ phone: "030 11112222" }, { "if-match": "three" }), 412, "stale_version"],
    [await patient.patch(path, { data: Buffer.from("{"), headers: JSON_TYPE }), 400, "malformed"],
    [
      await patient.patch(path, { data: "{}", headers: { "content-type": "text/plain" } }),
      415,
      "unsupported_media_type",
    ],
    [await patch({ phone: "030 11112222" }, { origin: "http://evil.example" }), 403, "forbidden"],
  ] as const) {
    expect([answer.status(), await answer.json()]).toMatchObject([status, { code }]);
  }
  expect(await (await patient.get(path)).json()).toMatchObject({ phone: "030 99887766" });
});

test("the API adds to a history, changes it, and takes out", async ({ signedIn }) => {
  const admin = (await signedIn("admin")).request;
  const patient = (await signedIn("patient36")).request;
  const path = `/api/v1/patients/${await idOf(admin, "rajesh patel")}/history`;
  const entry = { kind: "surgery", name: "Cataract, left", since: "2020-06" };
  const made = await patient.post(path, { data: entry });
  expect(made.status()).toBe(201);
  const { id } = (await made.json()) as { id: string };
  expect(made.headers()).toMatchObject({ etag: '"1"', location: `${path}/${id}` });
  const changed = await patient.patch(`${path}/${id}`, { data: { note: "Without trouble" } });
  expect(await changed.json()).toMatchObject({ ...entry, note: "Without trouble", version: 2 });
  const { items, nextCursor } = (await (await patient.get(path)).json()) as {
    items: { id: string }[];
    nextCursor: null;
  };
  expect([items.some((item) => item.id === id), nextCursor]).toEqual([true, null]);
  const stale = await patient.delete(`${path}/${id}`, { headers: { "if-match": '"1"' } });
  expect(stale.status()).toBe(412);
  const gone = await patient.delete(`${path}/${id}`, { headers: { "if-match": '"2"' } });
  expect([gone.status(), await gone.text()]).toEqual([204, ""]);
  expect((await patient.patch(`${path}/${id}`, { data: {} })).status()).toBe(404);
});

test("the API answers nobody who is not signed in, and strangers as if there were nobody", async ({
  visitor,
  signedIn,
}) => {
  const admin = (await signedIn("admin")).request;
  const id = await idOf(admin, "olivia bennett");
  const anonymous = (await visitor()).request;
  const stranger = (await signedIn("doctor2")).request;
  const patient = (await signedIn("patient2")).request;
  const path = `/api/v1/patients/${id}`;
  for (const [request, status] of [
    [anonymous, 401],
    [stranger, 404],
    [patient, 404],
  ] as const) {
    expect((await request.get(path)).status()).toBe(status);
    expect((await request.get(`${path}/history`)).status()).toBe(status);
    const entry = { kind: "allergy", name: "x" };
    expect((await request.post(`${path}/history`, { data: entry })).status()).toBe(status);
  }
  expect((await anonymous.get("/api/v1/patients")).status()).toBe(401);
  expect((await patient.get("/api/v1/patients")).status()).toBe(403);
  expect((await stranger.patch(path, { data: {} })).status()).toBe(403);
  const page = await stranger.get("/api/v1/patients?limit=1");
  const { items } = (await page.json()) as { items: Record<string, unknown>[] };
  expect(items).toHaveLength(1);
  expect(items[0]).not.toHaveProperty("insurance");
});
