/**
 * The Content-Security-Policy of one answer. Scripts run by `nonce` alone; what they load in turn is
 * trusted by them ('strict-dynamic'). Style attributes are React's; style sheets are our own files.
 *
 * @param dev whether Next.js's development server reloads and explains errors, which needs more.
 * @param ownForms whether the page itself says where its forms may lead (see `answersTo`).
 */
export function contentSecurityPolicy(nonce: string, dev: boolean, ownForms = false): string {
  const directives = [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${dev ? " 'unsafe-eval'" : ""}`,
    dev ? "style-src 'self' 'unsafe-inline'" : `style-src 'self' 'nonce-${nonce}'`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    dev ? "connect-src 'self' ws:" : "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    ...(ownForms ? [] : ["form-action 'self'"]),
    "frame-ancestors 'none'",
  ];
  return directives.join("; ");
}

/** The page that asks whether a program may act for somebody: the answer goes on to the program. */
export const saysWhereFormsLead = (pathname: string): boolean =>
  /^\/oauth\/interaction\/[^/]+\/consent$/.test(pathname);

/**
 * The policy for forms whose answer redirects to `uri`, which browsers hold against `form-action` too.
 * An address in brackets (IPv6) and an app's own scheme can only be allowed as a scheme.
 */
export function answersTo(uri: string): string {
  const { protocol, origin, hostname } = new URL(uri);
  const plain = /^https?:$/.test(protocol) && !hostname.startsWith("[");
  return `form-action 'self' ${plain ? origin : protocol}`;
}

const PRIVATE = /^\/(patient|doctor|admin|account|sign-in|register|welcome|oauth|api)(\/|$)/;

/** Whether answers below `pathname` belong to one person, and must not be kept by anything. */
export const isPrivate = (pathname: string): boolean => PRIVATE.test(pathname);
