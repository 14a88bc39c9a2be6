import { chownSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { prepareDataDir } from "./data-dir.ts";
import { findPostgresUser, obstacle, type PostgresUser } from "./postgres-user.ts";
import { loadSecrets, readSecrets, type Secrets } from "./secrets.ts";
import { codeOf, StartupError } from "./startup-error.ts";

export interface PostgresHome {
  /** Holds the cluster (`data`), its log, and the programs if they had to be copied. */
  folder: string;
  cluster: string;
  user: PostgresUser | null;
  secrets: Secrets;
}

const POSTGRES_MAJOR = "18";
/** Where root keeps the database of a checkout that lies below a closed folder, such as /root. */
const ELSEWHERE = "/var/lib/slotwell";

/**
 * Decides where the embedded PostgreSQL lives and as whom, and prepares the folders.
 *
 * @param mayMove whether the database may lie outside `dataDir` if PostgreSQL cannot get there;
 *   no, if the operator named the folder.
 */
export function preparePostgresHome(dataDir: string, mayMove: boolean): PostgresHome {
  const usual = path.join(dataDir, "postgres");
  const user = findPostgresUser(usual);
  const closed = user && obstacle(path.dirname(dataDir), user);
  if (closed && !mayMove) {
    throw new StartupError(
      `PostgreSQL runs as another user than root and cannot enter ${closed}: set DATA_DIR to a folder outside of it.`,
    );
  }
  prepareDataDir(dataDir, closed ? null : user);
  if (!closed && existsSync(path.join(usual, "data")) && !readSecrets(dataDir)) {
    throw new StartupError(
      `${dataDir} holds a database but not its secrets.json: put that back, or remove the folder to start anew.`,
    );
  }
  const secrets = loadSecrets(dataDir);
  const folder = closed ? path.join(ELSEWHERE, secrets.installation) : usual;
  const runner = closed ? findPostgresUser(folder) : user;
  makeFolder(folder, runner);
  refuseOtherVersion(path.join(folder, "data"));
  return { folder, cluster: path.join(folder, "data"), user: runner, secrets };
}

function makeFolder(folder: string, user: PostgresUser | null): void {
  try {
    mkdirSync(path.dirname(folder), { recursive: true, mode: 0o755 });
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (user) chownSync(folder, user.uid, user.gid);
  } catch (error) {
    throw new StartupError(`Cannot write to ${folder} (${codeOf(error)}): set DATA_DIR.`);
  }
}

function refuseOtherVersion(cluster: string): void {
  const file = path.join(cluster, "PG_VERSION");
  if (!existsSync(file)) return;
  const version = readFileSync(file, "utf8").trim();
  if (version === POSTGRES_MAJOR) return;
  const age = Number(version) > Number(POSTGRES_MAJOR) ? "a newer" : "an older";
  throw new StartupError(
    `The database in ${cluster} was made by ${age} PostgreSQL (${version}); this version of Slotwell has ${POSTGRES_MAJOR}.`,
  );
}
