import type { Role } from "../access/actor.ts";

/**
 * Where to go after signing in, if `wanted` is a path of this site; null otherwise. What browsers
 * take for another host (`//host`, `/\host`, control characters that they drop) is none.
 */
export function safePath(wanted: string | null | undefined): string | null {
  if (!wanted || wanted.length > 2000) return null;
  if (!/^\/(?![/\\])[^\p{Cc}\\]*$/u.test(wanted)) return null;
  const base = "https://slotwell.invalid";
  if (!URL.canParse(wanted, base)) return null;
  const url = new URL(wanted, base);
  const path = url.pathname + url.search + url.hash;
  return url.origin === base && !path.startsWith("//") ? path : null;
}

/** The page that a role begins at. */
export const dashboardOf = (role: Role): string => `/${role}`;

/** The page on which an admin confirms who they are, and goes on to `path`. */
export const confirmPath = (path: string): string => withCallback("/admin/confirm", path);

/** A page of the site with the place to go on to, if there is a safe one. */
export function withCallback(page: string, wanted: string | null | undefined): string {
  const path = safePath(wanted);
  return path ? `${page}?callbackUrl=${encodeURIComponent(path)}` : page;
}
