import { serveOAuth } from "#lib/auth/oauth/mount.ts";

export const GET = serveOAuth;
export const HEAD = serveOAuth;
export const POST = serveOAuth;
export const OPTIONS = serveOAuth;
