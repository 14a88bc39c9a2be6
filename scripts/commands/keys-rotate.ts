import { parseArgs } from "node:util";
import { addSigningKey, replaceSigningKeys } from "#lib/auth/oauth/keys.ts";
import { disconnect } from "#lib/db.ts";
import { env } from "#lib/env.ts";
import { rotateKeys } from "#lib/platform/rotate-keys.ts";
import { StartupError } from "#lib/platform/startup-error.ts";
import { withDatabase } from "./with-database.ts";

/**
 * `npm run keys:rotate`: encrypts what is at rest under the first of `ENCRYPTION_KEYS`. With
 * `-- --signing` it adds the next key that signs ID tokens instead, with `-- --signing --stolen` it ends
 * the present ones at once.
 */
export function keysRotateCommand(): Promise<void> {
  const { signing, stolen } = optionsOf(process.argv.slice(3));
  if (stolen && !signing) throw new StartupError("--stolen is about --signing keys alone.");
  return signing ? rotateSigning(stolen) : rotateEncryption();
}

function optionsOf(args: string[]): { signing: boolean; stolen: boolean } {
  const flag = { type: "boolean", default: false } as const;
  try {
    return parseArgs({ args, options: { signing: flag, stolen: flag } }).values;
  } catch {
    // A mistyped --signing must not encrypt everything again.
    throw new StartupError("keys:rotate takes --signing, or --signing --stolen, or nothing.");
  }
}

function rotateSigning(stolen: boolean): Promise<void> {
  return withDatabase(async () => {
    const now = new Date();
    try {
      if (stolen) {
        await replaceSigningKeys(now);
        console.log("A new key signs ID tokens. The ones before it are no longer published.");
        console.log("Every process uses it within 30 seconds.");
      } else {
        const from = (await addSigningKey(now)).toISOString();
        console.log(`The next key is published, and signs ID tokens from ${from}.`);
      }
    } finally {
      await disconnect();
    }
  });
}

function rotateEncryption(): Promise<void> {
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
