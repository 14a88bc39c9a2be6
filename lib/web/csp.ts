/**
 * The Content-Security-Policy of one answer. Scripts run by `nonce` alone; what they load in turn is
 * trusted by them ('strict-dynamic'). Style attributes are React's; style sheets are our own files.
 *
 * @param dev whether Next.js's development server reloads and explains errors, which needs more.
 */
export function contentSecurityPolicy(nonce: string, dev: boolean): string {
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
    "form-action 'self'",
    "frame-ancestors 'none'",
  ];
  return directives.join("; ");
}

const PRIVATE = /^\/(patient|doctor|admin|account|sign-in|register|welcome|oauth|api)(\/|$)/;

/** Whether answers below `pathname` belong to one person, and must not be kept by anything. */
export const isPrivate = (pathname: string): boolean => PRIVATE.test(pathname);
