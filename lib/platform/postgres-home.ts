import {
  closeSync,
  constants,
  existsSync,
  fchmodSync,
  lchownSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
} from "node:fs";
import path from "node:path";
import { prepareDataDir, STARTS_BELOW_CLOSED_FOLDERS } from "./data-dir.ts";
import { findPostgresUser, obstacle, type PostgresUser } from "./postgres-user.ts";
import { tell } from "./progress.ts";
import { loadSecrets, readSecrets, type Secrets } from "./secrets.ts";
import { codeOf, StartupError } from "./startup-error.ts";

/** Where the embedded PostgreSQL of an installation lives, and as which user it runs. */
export interface PostgresHome {
  /** Contains the cluster (`data`) and the server's log. */
  folder: string;
  cluster: string;
  /** Null: the user of this process. */
  user: PostgresUser | null;
  secrets: Secrets;
}

const POSTGRES_MAJOR = "18";
/** Versions before 0.2 kept the database here when the checkout was below a closed folder. */
const FORMER_PLACE = "/var/lib/slotwell";

/**
 * Prepares the folders of the embedded PostgreSQL in `dataDir`.
 *
 * @throws StartupError if they cannot be used.
 */
export function preparePostgresHome(dataDir: string): PostgresHome {
  const usual = path.join(dataDir, "postgres");
  const user = findPostgresUser(usual);
  const closed = user && !STARTS_BELOW_CLOSED_FOLDERS && obstacle(path.dirname(dataDir), user);
  if (closed) {
    throw new StartupError(
      `PostgreSQL runs as another user than root and cannot enter ${closed}: set DATA_DIR to a folder outside of it.`,
    );
  }
  prepareDataDir(dataDir, user);
  if (existsSync(path.join(usual, "data")) && !readSecrets(dataDir)) {
    throw new StartupError(
      `${dataDir} contains a database but not its secrets.json: put that back, or remove the folder to begin with an empty one.`,
    );
  }
  const secrets = loadSecrets(dataDir);
  const folder = existingPlace(usual, secrets) ?? usual;
  const owner = folder === usual ? user : findPostgresUser(folder);
  const cluster = path.join(folder, "data");
  makeFolder(folder, cluster, owner);
  refuseOtherVersion(cluster);
  return { folder, cluster, user: owner, secrets };
}

/** Finds the database that an earlier version kept outside the data folder, and says where it is. */
function existingPlace(usual: string, { installation }: Secrets): string | null {
  const former = path.join(FORMER_PLACE, installation);
  if (existsSync(path.join(usual, "data")) || !existsSync(path.join(former, "data"))) return null;
  tell(
    `The database of this installation is in ${former}, where an earlier version put it: back up that folder too, or stop Slotwell and move it to ${usual}.`,
  );
  return former;
}

function makeFolder(folder: string, cluster: string, user: PostgresUser | null): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    refuseLink(folder);
    if (user && lstatSync(folder).uid !== user.uid) giveTo(folder, user);
    if (!existsSync(cluster)) return;
    // PostgreSQL refuses a folder that others may read, as copies often are.
    const opened = openSync(cluster, constants.O_RDONLY | constants.O_NOFOLLOW);
    fchmodSync(opened, 0o700);
    closeSync(opened);
  } catch (error) {
    if (error instanceof StartupError) throw error;
    throw new StartupError(`Cannot write to ${folder} (${codeOf(error)}): set DATA_DIR.`);
  }
}

/** Root must not be led to another folder by a link that PostgreSQL's user has made. */
function refuseLink(folder: string): void {
  if (!lstatSync(folder).isSymbolicLink()) return;
  throw new StartupError(`${folder} is a link: put the folder itself there.`);
}

/**
 * Gives a copy that root made to PostgreSQL's user, entry by entry and without following links. The
 * folder itself comes last, so that the next start continues if this one is killed.
 */
function giveTo(folder: string, user: PostgresUser): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) giveTo(file, user);
    else lchownSync(file, user.uid, user.gid);
  }
  lchownSync(folder, user.uid, user.gid);
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
