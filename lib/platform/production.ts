import { EnvError, givenEnv, isGiven, supply, type EncryptionKey } from "../env.ts";
import { weaknessOfKey, weaknessOfSecret } from "./secret-strength.ts";
import { readSecrets } from "./secrets.ts";

const MAKE_ONE = "make one with: openssl rand -base64 32";

/**
 * Refuses to serve real patients on settings that are only good for trying Slotwell out.
 *
 * @throws EnvError about the first of them.
 */
export function requireProductionSettings(): void {
  for (const name of ["DATABASE_URL", "AUTH_SECRET", "ENCRYPTION_KEYS", "APP_URL"] as const) {
    if (!isGiven(name)) throw new EnvError(name, "is required by the production server");
  }
  const given = givenEnv();
  if (!given.APP_URL.startsWith("https:") && !isLoopback(new URL(given.APP_URL).hostname)) {
    throw new EnvError("APP_URL", "must begin with https:// unless it is this machine's own");
  }
  requireStrongSecrets(given.AUTH_SECRET ?? "", given.ENCRYPTION_KEYS ?? []);
  const generated = readSecrets(given.DATA_DIR);
  if (!generated) return;
  if (given.AUTH_SECRET === generated.AUTH_SECRET) {
    throw new EnvError("AUTH_SECRET", "is the one generated for the demo; make another");
  }
  const demoKey = ({ key }: EncryptionKey) =>
    generated.ENCRYPTION_KEYS.includes(key.export().toString("base64"));
  if (given.ENCRYPTION_KEYS?.some(demoKey)) {
    throw new EnvError("ENCRYPTION_KEYS", "holds the one generated for the demo; make another");
  }
  if (given.DATABASE_URL?.includes(generated.passwords.app)) {
    throw new EnvError("DATABASE_URL", "is that of the demo's embedded database");
  }
}

/** What the production server does unless it is told otherwise, and the demo does not. */
export function supplyProductionDefaults(): void {
  if (!isGiven("REQUIRE_SECOND_FACTOR")) supply({ REQUIRE_SECOND_FACTOR: "admin" });
}

function requireStrongSecrets(authSecret: string, keys: EncryptionKey[]): void {
  const weakness = weaknessOfSecret(authSecret);
  if (weakness) throw new EnvError("AUTH_SECRET", `${weakness}; ${MAKE_ONE}`);
  for (const { id, key } of keys) {
    const weaknessOfThis = weaknessOfKey(key.export());
    if (!weaknessOfThis) continue;
    const advice = `put a new key first, run npm run keys:rotate, then remove "${id}"; ${MAKE_ONE}`;
    throw new EnvError(
      "ENCRYPTION_KEYS",
      `has the key "${id}", which ${weaknessOfThis}: ${advice}`,
    );
  }
}

/** Whether a host name of a URL means this machine. */
export const isLoopback = (hostname: string): boolean =>
  /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
