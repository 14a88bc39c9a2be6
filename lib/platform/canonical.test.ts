import type { IncomingMessage } from "node:http";
import { expect, test } from "vitest";
import { canonicalUrl } from "./canonical.ts";

const visit = (host: string, mode = "navigate") =>
  ({
    method: "GET",
    url: "/doctors?q=a",
    headers: { host, "sec-fetch-mode": mode },
  }) as unknown as IncomingMessage;

test("a browser at another name of this machine is sent to the one that sign-in uses", () => {
  expect(canonicalUrl(visit("127.0.0.1:3000"), "http://localhost:3000")).toBe(
    "http://localhost:3000/doctors?q=a",
  );
});

test.each([
  ["the right name", visit("localhost:3000"), "http://localhost:3000"],
  ["no navigation", visit("127.0.0.1:3000", "cors"), "http://localhost:3000"],
  ["a proxy that rewrites Host", visit("127.0.0.1:3000"), "https://slotwell.example"],
  ["a name that is not this machine", visit("evil.example"), "http://localhost:3000"],
])("everything else stays: %s", (_what, request, appUrl) => {
  expect(canonicalUrl(request, appUrl)).toBeNull();
});
