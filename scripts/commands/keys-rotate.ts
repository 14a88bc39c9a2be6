import { env } from "#lib/env.ts";
import { rotateKeys } from "#lib/platform/rotate-keys.ts";
import { StartupError } from "#lib/platform/startup-error.ts";
import { withDatabase } from "./with-database.ts";

/** `npm run keys:rotate`: encrypts what is at rest under the first of `ENCRYPTION_KEYS`. */
export function keysRotateCommand(): Promise<void> {
  return withDatabase(async ({ owner }) => {
    if (!owner) throw new StartupError("DATABASE_OWNER_URL is needed to change keys.");
    const keys = env().ENCRYPTION_KEYS;
    const changed = await rotateKeys(owner, keys, {
      onBatch: (done) => console.log(`${done} rows …`),
    });
    console.log(
      `${changed} rows were encrypted again; every row is now under the key ${keys[0]?.id ?? ""}.`,
    );
  });
}
