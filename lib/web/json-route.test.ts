import { describe, expect, it } from "vitest";
import { z } from "zod";
import { bodyOf, queryOf, versionOf } from "./json-route.ts";

const request = (headers: Record<string, string>, body?: string, method = "POST") =>
  new Request("http://localhost/api/v1/x", {
    method,
    headers,
    ...(body === undefined ? {} : { body }),
  });

describe("a body", () => {
  const schema = z.strictObject({ name: z.string(), at: z.strictObject({ day: z.string() }) });
  const bodyAs = (type: string, body: string) =>
    bodyOf(request({ "content-type": type }, body), schema);

  it("is JSON that its schema reads, whatever else the media type says", async () => {
    const json = '{"name": "A\\u0000B", "at": {"day": "x"}}';
    for (const type of ["application/json", "Application/JSON; charset=utf-8"]) {
      expect(await bodyAs(type, json)).toEqual({ name: "AB", at: { day: "x" } });
    }
  });

  it("may be left out where nothing has to be said, also by who announces JSON", async () => {
    const optional = z.strictObject({ reason: z.string().optional() });
    expect(await bodyOf(request({}), optional)).toEqual({});
    expect(await bodyOf(request({ "content-type": "application/json" }, ""), optional)).toEqual({});
    await expect(bodyOf(request({ "content-type": "text/html" }, ""), optional)).rejects.toThrow(
      "unsupported_media_type",
    );
  });

  it("names at least one property of a change", async () => {
    const optional = z.strictObject({ reason: z.string().nullable().optional() });
    const json = { "content-type": "application/json" };
    for (const [headers, body] of [
      [json, "{}"],
      [json, " { } "],
      [json, ""],
      [{}, undefined],
    ] as const) {
      await expect(bodyOf(request(headers, body, "PATCH"), optional)).rejects.toMatchObject({
        code: "invalid",
        detail: { issues: [{ path: "", message: "no_change" }] },
      });
    }
    const named = bodyOf(request(json, '{"reason": null}', "PATCH"), optional);
    expect(await named).toEqual({ reason: null });
    expect(await bodyOf(request(json, "{}"), optional)).toEqual({});
  });

  it.each([
    ["text/plain", "{}", { code: "unsupported_media_type" }],
    ["application/jsonp", "{}", { code: "unsupported_media_type" }],
    ["application/json", "{", { code: "malformed" }],
    ["application/json", "", { code: "malformed" }],
    ["application/json", "null", { code: "invalid" }],
    [
      "application/json",
      '{"name": "A", "at": {"day": {"gt": ""}}}',
      { code: "invalid", detail: { issues: [{ path: "at.day" }] } },
    ],
    ["application/json", '{"name": "A", "at": {"day": "x"}, "role": "admin"}', { code: "invalid" }],
  ])("of %s %j is refused", async (type, body, refusal) => {
    await expect(bodyAs(type, body)).rejects.toMatchObject(refusal);
  });
});

describe("a query", () => {
  const schema = z.strictObject({ q: z.string().optional() });
  const queryAs = (query: string) => queryOf(new Request(`http://localhost/x?${query}`), schema);

  it("names each parameter once, of those that are known", () => {
    expect(queryAs("q=a%00b")).toEqual({ q: "ab" });
    for (const query of ["q=a&q=b", "other=a", "q[gt]=a"]) {
      expect(() => queryAs(query), query).toThrow("invalid");
    }
  });
});

describe("the version that a change is meant for", () => {
  it.each([
    ['"3"', 3],
    ['W/"3"', 3],
    ["3", 3],
  ])("is said by %s", (header, version) => {
    expect(versionOf(request({ "if-match": header }))).toBe(version);
  });
  it("may be left out", () => {
    expect(versionOf(request({}))).toBeUndefined();
    expect(versionOf(request({ "if-match": "*" }))).toBeUndefined();
  });
  it.each(['"3', "three", '"1", "2"', "", "-1"])("is not %j", (header) => {
    expect(() => versionOf(request({ "if-match": header }))).toThrow("stale_version");
  });
});
