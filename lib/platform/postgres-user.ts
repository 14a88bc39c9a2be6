import { execFileSync } from "node:child_process";
import { statSync } from "node:fs";
import path from "node:path";
import { StartupError } from "./startup-error.ts";

/** Who PostgreSQL runs as: itself refuses to be root. */
export interface PostgresUser {
  uid: number;
  gid: number;
}

const NEW_USER = "slotwell";

/**
 * The user for PostgreSQL, or null if that is whoever runs this process.
 *
 * @param cluster a folder that PostgreSQL may have been using already; its owner stays.
 */
export function findPostgresUser(cluster: string): PostgresUser | null {
  const owner = ownerOf(cluster);
  if (process.getuid?.() !== 0) {
    if (owner !== undefined && owner !== process.getuid?.()) throw notOurs(cluster, owner);
    return null;
  }
  const candidates = ["postgres", NEW_USER, "nobody"].map(lookUp).filter((user) => user !== null);
  if (owner !== undefined) {
    const user = candidates.find(({ uid }) => uid === owner);
    if (!user) throw notOurs(cluster, owner);
    return user;
  }
  const user = lookUp("postgres") ?? lookUp(NEW_USER) ?? create(NEW_USER) ?? lookUp("nobody");
  if (!user) throw new StartupError("PostgreSQL cannot run as root, and there is no other user.");
  return user;
}

/**
 * The outermost folder on the way to `target` that `user` may not enter, or null if none.
 *
 * @param target an absolute path; what of it does not exist yet is no obstacle.
 */
export function obstacle(target: string, user: PostgresUser): string | null {
  const parts = target.split(path.sep);
  for (let length = 1; length <= parts.length; length++) {
    const folder = parts.slice(0, length).join(path.sep) || path.sep;
    const stat = statSync(folder, { throwIfNoEntry: false });
    if (!stat) return null;
    const bit = stat.uid === user.uid ? 0o100 : stat.gid === user.gid ? 0o010 : 0o001;
    if ((stat.mode & bit) === 0) return folder;
  }
  return null;
}

export function notOurs(folder: string, uid: number): StartupError {
  return new StartupError(
    `The data folder ${folder} belongs to another user (uid ${uid}): start Slotwell as that user, or set DATA_DIR to another folder.`,
  );
}

function ownerOf(folder: string): number | undefined {
  try {
    return statSync(folder).uid;
  } catch {
    // Not there, or below a folder that is closed to us, which `prepareDataDir` will tell.
    return undefined;
  }
}

function lookUp(name: string): PostgresUser | null {
  try {
    const id = (flag: string) =>
      Number(
        execFileSync("id", [flag, name], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }),
      );
    return { uid: id("-u"), gid: id("-g") };
  } catch {
    return null;
  }
}

function create(name: string): PostgresUser | null {
  try {
    const shell = ["--shell", "/usr/sbin/nologin"];
    execFileSync("useradd", ["--system", "--user-group", "--no-create-home", ...shell, name], {
      stdio: "ignore",
    });
  } catch {
    return null;
  }
  return lookUp(name);
}
