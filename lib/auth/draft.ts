import { deflateRawSync, inflateRawSync } from "node:zlib";
import { cookieName, setCookie } from "./cookies.ts";

// What was typed into a form that says more than a flash can carry. Browsers take 4096 bytes a cookie,
// so it goes in parts; like a flash it stays in the browser of who typed it, for a minute.
const PARTS = ["draft0", "draft1", "draft2"] as const;
const PART = 3500;
const MINUTE = 60;

/** Of each field what its form may hold; a little more, so that nobody loses the end of a text. */
const LIMITS: Record<string, number> = {
  name: 300,
  email: 300,
  specialization: 100,
  clinic: 40,
  languages: 800,
  biography: 2100,
  licenseNumber: 200,
};

/** The cookies that keep a form's fields; without fields those that forget them. Never a password. */
export function draftCookies(fields: Partial<Record<string, string>> = {}): string[] {
  const kept = Object.entries(LIMITS).flatMap(([name, most]) => {
    const text = fields[name]?.replaceAll("\r\n", "\n").slice(0, most);
    return text ? [[name, text] as const] : [];
  });
  const text = kept.length > 0 ? pack(Object.fromEntries(kept)) : "";
  return PARTS.map((part, index) => {
    const piece = text.slice(index * PART, (index + 1) * PART);
    return setCookie(part, piece, piece ? MINUTE : 0);
  });
}

/** What was typed a moment ago, by field; empty if nothing was, or it cannot be read. */
export function draftOf(cookies: Record<string, string>): Record<string, string> {
  const text = PARTS.map((part) => cookies[cookieName(part)] ?? "").join("");
  return text === "" ? {} : unpack(text);
}

const pack = (fields: Record<string, string>): string =>
  deflateRawSync(JSON.stringify(fields)).toString("base64url");

function unpack(text: string): Record<string, string> {
  try {
    const bytes = inflateRawSync(Buffer.from(text, "base64url"), { maxOutputLength: 32_768 });
    const fields: unknown = JSON.parse(bytes.toString());
    return Object.fromEntries(
      Object.entries(Object(fields) as Record<string, unknown>).flatMap(([name, value]) =>
        typeof value === "string" && name in LIMITS ? [[name, value] as const] : [],
      ),
    );
  } catch {
    return {};
  }
}
