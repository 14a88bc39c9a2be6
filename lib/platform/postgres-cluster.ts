import { randomUUID } from "node:crypto";
import { existsSync, lchownSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { PostgresHome } from "./postgres-home.ts";
import type { PostgresPrograms } from "./postgres-programs.ts";
import { StartupError } from "./startup-error.ts";

/** Creates the cluster if it is missing: in another folder first, so a failure leaves nothing. */
export async function ensureCluster(
  { folder, cluster, user, secrets }: PostgresHome,
  programs: PostgresPrograms,
): Promise<void> {
  if (existsSync(path.join(cluster, "PG_VERSION"))) return;
  const draft = path.join(folder, `.data-${randomUUID()}`);
  const password = `.password-${randomUUID()}`;
  mkdirSync(draft, { mode: 0o700 });
  writeFileSync(path.join(folder, password), secrets.passwords.superuser, { mode: 0o600 });
  if (user) {
    lchownSync(draft, user.uid, user.gid);
    lchownSync(path.join(folder, password), user.uid, user.gid);
  }
  const { code, output } = await programs
    .initdb(draft, [
      "--username=postgres",
      // From the draft, where initdb runs: its user may be unable to use the whole path.
      `--pwfile=../${password}`,
      "--auth=scram-sha-256",
      "--encoding=UTF8",
      // The same order of strings on every machine, now and after its next upgrade.
      "--locale=C",
      "--locale-provider=builtin",
      "--builtin-locale=C.UTF-8",
      "--no-instructions",
    ])
    .finally(() => rmSync(path.join(folder, password), { force: true }));
  if (code !== 0) {
    rmSync(draft, { recursive: true, force: true });
    const reason = output.trim().split("\n").at(-1) ?? "no reason given";
    throw new StartupError(`Cannot create the database in ${folder}: ${reason}`);
  }
  try {
    renameSync(draft, cluster);
  } catch {
    // Another start was quicker; its cluster is as good as ours.
    rmSync(draft, { recursive: true, force: true });
  }
}
