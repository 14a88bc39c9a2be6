import { expect, it } from "vitest";
import { contentSecurityPolicy, isPrivate } from "./csp.ts";

it("lets no inline script run but those with the nonce", () => {
  const policy = contentSecurityPolicy("abc", false);
  expect(policy).toContain("script-src 'self' 'nonce-abc' 'strict-dynamic';");
  expect(policy).not.toMatch(/unsafe-eval|ws:/);
  expect(policy.replace("style-src-attr 'unsafe-inline'", "")).not.toContain("unsafe-inline");
  expect(policy).toMatch(/frame-ancestors 'none'$/);
});

it("tells private pages from public ones", () => {
  for (const path of ["/patient", "/doctor/patients/1", "/api/v1/me", "/account"]) {
    expect(isPrivate(path)).toBe(true);
  }
  for (const path of ["/", "/doctors", "/doctors/1", "/accounting", "/swagger"]) {
    expect(isPrivate(path)).toBe(false);
  }
});
