import { expect, it } from "vitest";
import { isNative, isRedirectUri } from "./rules.ts";

it.each([
  "https://app.example/callback",
  "https://app.example:8443/callback?tenant=1",
  "http://127.0.0.1/callback",
  "http://127.0.0.1:53682/callback",
  "http://[::1]:53682/callback",
  "http://localhost:3000/callback",
  "com.example.app:/callback",
  "com.example.app://callback",
])("accepts the redirect address %s", (uri) => expect(isRedirectUri(uri)).toBe(true));

it.each([
  "",
  "/callback",
  "app.example/callback",
  "http://app.example/callback",
  "http://127.0.0.2/callback",
  "http://127.0.0.1.evil.example/callback",
  "http://localhost.evil.example/callback",
  "http://0.0.0.0/callback",
  "http://[::]/callback",
  "http://[::ffff:127.0.0.1]/callback",
  "javascript:alert(1)",
  "JAVASCRIPT:alert(1)",
  "java\tscript:alert(1)",
  "data:text/html,<script>alert(1)</script>",
  "vbscript:x",
  "blob:https://app.example/1",
  "file:///etc/passwd",
  "about:blank",
  "ws://app.example/callback",
  "ftp://app.example/callback",
  "myapp:/callback",
  "myapp://callback",
  "urn:ietf:wg:oauth:2.0:oob",
  "https://app.example/callback#fragment",
  "https://app.example/callback#",
  "https://*.app.example/callback",
  "https://app.example/*",
  "https://user:secret@app.example/callback",
  "https://user@app.example/callback",
  "https://app.example\\@evil.example/callback",
  "https:app.example/callback",
  "https:///app.example/callback",
  "https://app.example/call back",
])("rejects the redirect address %j", (uri) => expect(isRedirectUri(uri)).toBe(false));

it("knows a client on a device by its address", () => {
  expect(isNative(["http://127.0.0.1/callback"])).toBe(true);
  expect(isNative(["com.example.app:/callback", "https://app.example/callback"])).toBe(true);
  expect(isNative(["https://app.example/callback"])).toBe(false);
});
