import { normalizeName, withoutHidden } from "../names/rules.ts";

/** What may hang on a record, and how its first bytes tell (in hexadecimal). */
const KINDS = {
  "application/pdf": "255044462d", // %PDF-
  "image/jpeg": "ffd8ff",
  "image/png": "89504e470d0a1a0a",
} as const;

export type MediaType = keyof typeof KINDS;

/** In bytes. */
export const MOST_BYTES = 10 * 1024 * 1024;

/** The kind of a file by its content, whatever it calls itself; null for all others. */
export function mediaTypeOf(bytes: Uint8Array): MediaType | null {
  const head = Buffer.from(bytes.subarray(0, 8)).toString("hex");
  const found = Object.entries(KINDS).find(([, magic]) => head.startsWith(magic));
  return found ? (found[0] as MediaType) : null;
}

const EXTENSIONS: Record<MediaType, string> = {
  "application/pdf": ".pdf",
  "image/jpeg": ".jpg",
  "image/png": ".png",
};

/** File systems take no longer names; what follows is cut off before anything looks for patterns. */
const MAX_NAME_LENGTH = 255;

/**
 * A name to save a file under: without folders, hidden characters and what shells and file systems
 * mind, and with the extension of what it really is.
 */
export function safeFileName(given: string, mediaType: MediaType): string {
  const base = given.split(/[/\\]/).at(-1) ?? "";
  const stem = normalizeName(withoutHidden(base.slice(0, MAX_NAME_LENGTH)))
    .replace(/[<>:"|?*]/g, "")
    .replace(/\.[A-Za-z0-9]{1,5}$/, "")
    .replace(/^[.\s]+|(?<![.\s])[.\s]+$/g, "")
    .slice(0, 120);
  return `${stem || "attachment"}${EXTENSIONS[mediaType]}`;
}

/** `Content-Disposition` (RFC 6266): always saved, never shown inside this site. */
export function dispositionOf(name: string): string {
  const ascii = name.replace(/[^\x20-\x7e]/g, "_").replace(/["\\%]/g, "_");
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}
