import { serveMetadata } from "#lib/auth/oauth/mount.ts";

/** RFC 8414 puts it in front of the issuer's path; OpenID Connect Discovery after it. */
export const GET = serveMetadata;
