// For Prisma's own commands: `prisma generate`, `prisma migrate deploy`, `prisma migrate status`.
import { defineConfig } from "prisma/config";
import { givenEnv } from "./lib/env.ts";

const { DATABASE_OWNER_URL: url } = givenEnv();

export default defineConfig({
  schema: "prisma/schema.prisma",
  migrations: { path: "prisma/migrations" },
  ...(url ? { datasource: { url } } : {}),
});
