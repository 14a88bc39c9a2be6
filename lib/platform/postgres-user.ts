import { execFileSync } from "node:child_process";
import { statSync } from "node:fs";
import path from "node:path";
import { StartupError } from "./startup-error.ts";

/** The user that PostgreSQL runs as, which cannot be root. */
export interface PostgresUser {
  uid: number;
  gid: number;
}

const NEW_USER = "slotwell";

/**
 * Finds the user for PostgreSQL, or null if that is the user of this process.
 *
 * @param folder PostgreSQL's folder, which may not exist yet. Its owner stays the same.
 */
export function findPostgresUser(folder: string): PostgresUser | null {
  const owner = ownerOf(folder);
  const self = process.getuid?.();
  if (self !== 0) {
    if (owner !== undefined && owner !== self) throw anotherUsersFolder(folder, owner);
    return null;
  }
  // A folder of root's own is a copy that root made.
  if (owner !== undefined && owner !== 0) {
    const user = postgresUsers().find(({ uid }) => uid === owner);
    if (!user) throw anotherUsersFolder(folder, owner);
    return user;
  }
  const user = lookUp("postgres") ?? lookUp(NEW_USER) ?? create(NEW_USER) ?? lookUp("nobody");
  if (!user) throw new StartupError("PostgreSQL cannot run as root, and there is no other user.");
  return user;
}

/** The users that PostgreSQL may have been run as by root. */
export function postgresUsers(): PostgresUser[] {
  return ["postgres", NEW_USER, "nobody"].map(lookUp).filter((user) => user !== null);
}

/**
 * Finds the outermost folder on the way to `target` that `user` may not enter, or null.
 *
 * @param target an absolute path; parts of it that do not exist yet are no obstacle.
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

export function anotherUsersFolder(folder: string, uid: number): StartupError {
  return new StartupError(
    `The data folder ${folder} belongs to another user (uid ${uid}): start Slotwell as that user, or set DATA_DIR to another folder.`,
  );
}

function ownerOf(folder: string): number | undefined {
  try {
    return statSync(folder).uid;
  } catch {
    // Missing, or below a folder that this process cannot enter, which `prepareDataDir` reports.
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
