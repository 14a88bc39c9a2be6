import { expect, it } from "vitest";
import { answersTo, contentSecurityPolicy, isPrivate, saysWhereFormsLead } from "./csp.ts";

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

it("lets the forms of one page lead to one program", () => {
  expect(contentSecurityPolicy("abc", false)).toContain("form-action 'self';");
  expect(contentSecurityPolicy("abc", false, true)).not.toContain("form-action");
  expect(saysWhereFormsLead("/oauth/interaction/u1/consent")).toBe(true);
  for (const path of ["/sign-in", "/oauth/interaction/u1", "/oauth/interaction/u1/consent/x"]) {
    expect(saysWhereFormsLead(path)).toBe(false);
  }
  expect(answersTo("http://127.0.0.1:5000/callback")).toBe(
    "form-action 'self' http://127.0.0.1:5000",
  );
  expect(answersTo("http://[::1]:5000/callback")).toBe("form-action 'self' http:");
  expect(answersTo("com.example.app:/callback")).toBe("form-action 'self' com.example.app:");
  expect(answersTo("https://a.example/cb?x=1")).toBe("form-action 'self' https://a.example");
});
