import { expect, it } from "vitest";
import { foreignPost } from "./same-origin.ts";

const form = "application/x-www-form-urlencoded";
const post = (headers: Record<string, string>) =>
  foreignPost(new Headers({ "content-type": form, ...headers }), "https://slotwell.example");

it("takes what our own pages send", () => {
  const ours = { origin: "https://slotwell.example", "sec-fetch-site": "same-origin" };
  expect(post(ours)).toBeNull();
  expect(post({ ...ours, "content-type": `${form}; charset=utf-8` })).toBeNull();
  expect(post({ ...ours, "content-type": "multipart/form-data; boundary=x" })).toBeNull();
});

it("takes a client that is no browser", () => {
  expect(post({})).toBeNull();
});

it.each([
  { origin: "https://evil.example" },
  { origin: "null" },
  { origin: "http://slotwell.example" },
  { origin: "https://slotwell.example:8443" },
  { origin: "https://slotwell.example", "sec-fetch-site": "cross-site" },
  { "sec-fetch-site": "same-site" },
  { "sec-fetch-site": "none" },
  { referer: "https://evil.example/page" },
  { referer: "nonsense" },
])("refuses another origin: %j", (headers: Record<string, string>) =>
  expect(post(headers)).toBe("origin"),
);

it.each(["text/plain", "application/json", "", "application/x-www-form-urlencodedx"])(
  "refuses the content type %j",
  (type) => expect(post({ "content-type": type })).toBe("type"),
);
