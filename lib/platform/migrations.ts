import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

export interface Migration {
  name: string;
  script: string;
  /** As Prisma computes it: SHA-256 of the file, in hexadecimal. */
  checksum: string;
}

/** Where `npm` and Next.js both run: the checkout. */
const migrationsFolder = (): string =>
  path.join(/* turbopackIgnore: true */ process.cwd(), "prisma", "migrations");

/** The migrations of this version of Slotwell, in the order in which they apply. */
export function migrationsOnDisk(): Migration[] {
  const folder = migrationsFolder();
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort()
    .map((name) => {
      const script = readFileSync(path.join(folder, name, "migration.sql"), "utf8");
      return { name, script, checksum: createHash("sha256").update(script).digest("hex") };
    });
}
