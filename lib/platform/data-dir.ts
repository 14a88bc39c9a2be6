import {
  accessSync,
  chmodSync,
  chownSync,
  constants,
  mkdirSync,
  readdirSync,
  statSync,
} from "node:fs";
import { anotherUsersFolder, postgresUsers, type PostgresUser } from "./postgres-user.ts";
import { codeOf, StartupError } from "./startup-error.ts";

/** The names that a data folder of Slotwell may contain. */
const OWN_NAMES =
  /^(postgres|secrets\.json|\.secrets-.*|audit-heads.*\.jsonl|mail|uploads|lost\+found)$/;

/**
 * On Linux a process keeps a working directory that its user could not reach by path. PostgreSQL is
 * started in its own folder this way, so every folder above may stay closed to its user.
 */
export const STARTS_BELOW_CLOSED_FOLDERS = process.platform === "linux";

/**
 * Creates the data folder, or checks it: mode 0700, owned by the user of this process.
 *
 * @param postgresUser set when root runs this and PostgreSQL needs another user. Where PostgreSQL
 *   has to reach its folder by path (not Linux), the data folder is given to that user.
 * @throws StartupError if the folder cannot be used; a folder with other things in it stays as it is.
 */
export function prepareDataDir(dataDir: string, postgresUser: PostgresUser | null): void {
  const own = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    const { uid } = statSync(dataDir);
    // Earlier versions gave the folder to PostgreSQL's user.
    const accepted = own.uid === 0 ? [own, ...postgresUsers()] : [own];
    if (!accepted.some((user) => user.uid === uid)) throw anotherUsersFolder(dataDir, uid);
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
    const foreign = readdirSync(dataDir).find((name) => !OWN_NAMES.test(name));
    if (foreign) {
      throw new StartupError(
        `DATA_DIR ${dataDir} contains something else (${foreign}): set it to a folder of Slotwell's own.`,
      );
    }
    const owner = STARTS_BELOW_CLOSED_FOLDERS ? own : (postgresUser ?? own);
    if (uid !== owner.uid) chownSync(dataDir, owner.uid, owner.gid);
    chmodSync(dataDir, 0o700);
  } catch (error) {
    if (error instanceof StartupError) throw error;
    throw new StartupError(
      `Cannot write to the data folder ${dataDir} (${codeOf(error)}): set DATA_DIR to another folder.`,
    );
  }
}
