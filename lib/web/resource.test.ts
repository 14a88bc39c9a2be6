import { expect, it } from "vitest";
import { resource } from "./resource.ts";

const ok = () => Promise.resolve(new Response("{}"));
const context = { params: Promise.resolve({}) };
const request = new Request("http://localhost/api/v1/x");

it("answers its own methods, and HEAD where there is GET", async () => {
  const { GET, HEAD, PATCH } = resource({ GET: ok, PATCH: ok });
  for (const handler of [GET, HEAD, PATCH])
    expect((await handler(request, context)).status).toBe(200);
});

it("names its methods to who asks, and to who tries another", async () => {
  const { OPTIONS, DELETE } = resource({ GET: ok, PATCH: ok });
  const options = await OPTIONS(request, context);
  expect([options.status, options.headers.get("allow")]).toEqual([
    204,
    "GET, PATCH, HEAD, OPTIONS",
  ]);
  const refused = await DELETE(request, context);
  expect([refused.status, refused.headers.get("allow")]).toEqual([
    405,
    "GET, PATCH, HEAD, OPTIONS",
  ]);
  expect(await refused.json()).toMatchObject({ code: "method_not_allowed", status: 405 });
  const { HEAD } = resource({ POST: ok });
  expect((await HEAD(request, context)).status).toBe(405);
});
