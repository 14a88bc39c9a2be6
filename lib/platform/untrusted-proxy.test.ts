import { expect, it, vi } from "vitest";
import { untrustedProxyWarning } from "./untrusted-proxy.ts";

const forwarded = { headers: { "x-forwarded-for": "192.0.2.1" } };
const HTTPS = "https://clinic.example";

it("warns once of a proxy that is not trusted", () => {
  const warn = vi.fn();
  const note = untrustedProxyWarning({ APP_URL: HTTPS, TRUSTED_PROXIES: 0 }, warn);
  note({ headers: {} });
  expect(warn).not.toHaveBeenCalled();
  note(forwarded);
  note(forwarded);
  expect(warn).toHaveBeenCalledOnce();
});

it.each([
  [HTTPS, 1],
  ["http://localhost:3000", 0],
])("does not warn with %s and %i trusted proxies", (APP_URL, TRUSTED_PROXIES) => {
  const warn = vi.fn();
  untrustedProxyWarning({ APP_URL, TRUSTED_PROXIES }, warn)(forwarded);
  expect(warn).not.toHaveBeenCalled();
});
