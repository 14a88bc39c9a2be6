import {
  accessSync,
  chmodSync,
  chownSync,
  constants,
  mkdirSync,
  readdirSync,
  statSync,
} from "node:fs";
import { notOurs } from "./postgres-user.ts";
import { codeOf, StartupError } from "./startup-error.ts";

/** What may lie in a data folder of ours; anything else says that the folder is not one. */
const OURS = /^(postgres|secrets\.json|\.secrets-.*|mail|uploads)$/;

/**
 * Makes the data folder, open to its owner alone.
 *
 * @param owner whom to give it to if root runs this: PostgreSQL's user has to pass through.
 * @throws StartupError if it cannot be used; a folder with other things in it is left alone.
 */
export function prepareDataDir(dataDir: string, owner: { uid: number; gid: number } | null): void {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    const { uid } = statSync(dataDir);
    if (![process.getuid?.(), owner?.uid].includes(uid)) throw notOurs(dataDir, uid);
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
    const stranger = readdirSync(dataDir).find((name) => !OURS.test(name));
    if (stranger) {
      throw new StartupError(
        `DATA_DIR ${dataDir} holds something else (${stranger}): set it to a folder of Slotwell's own.`,
      );
    }
    if (owner) chownSync(dataDir, owner.uid, owner.gid);
    chmodSync(dataDir, 0o700);
  } catch (error) {
    if (error instanceof StartupError) throw error;
    throw new StartupError(
      `Cannot write to the data folder ${dataDir} (${codeOf(error)}): set DATA_DIR to another folder.`,
    );
  }
}
