import { randomBytes, randomUUID } from "node:crypto";
import { existsSync, linkSync, lstatSync, readFileSync, unlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { prepareDataDir } from "./data-dir.ts";
import { findPostgresUser } from "./postgres-user.ts";
import { codeOf, StartupError } from "./startup-error.ts";

/** What an installation without settings generates once and keeps in DATA_DIR. */
export interface Secrets {
  /** Tells this installation's database from that of any other. */
  installation: string;
  passwords: { superuser: string; owner: string; app: string; identity: string };
  AUTH_SECRET: string;
  ENCRYPTION_KEYS: string;
}

const fileIn = (dataDir: string) => path.join(dataDir, "secrets.json");

/** The secrets of a data folder that `prepareDataDir` has prepared; made on the first call. */
export function loadSecrets(dataDir: string): Secrets {
  return readSecrets(dataDir) ?? createSecrets(dataDir);
}

/** The secrets of a data folder, or null if it has none yet. */
export function readSecrets(dataDir: string): Secrets | null {
  const file = fileIn(dataDir);
  try {
    // Earlier versions gave the folder to PostgreSQL's user: a file of that user is not trusted.
    if (lstatSync(file).uid !== process.getuid?.()) {
      throw new StartupError(`${file} belongs to another user.`);
    }
    return JSON.parse(readFileSync(file, "utf8")) as Secrets;
  } catch (error) {
    if (codeOf(error) === "ENOENT") return null;
    if (error instanceof StartupError) throw error;
    throw new StartupError(`Cannot read ${file}.`);
  }
}

/** Returns the secrets that the environment lacks, from the data folder. */
export function missingSecrets(given: {
  DATA_DIR: string;
  AUTH_SECRET?: string | undefined;
  ENCRYPTION_KEYS?: unknown;
}): Record<string, string> {
  if (given.AUTH_SECRET && given.ENCRYPTION_KEYS) return {};
  const postgres = path.join(given.DATA_DIR, "postgres");
  prepareDataDir(given.DATA_DIR, existsSync(postgres) ? findPostgresUser(postgres) : null);
  const { AUTH_SECRET, ENCRYPTION_KEYS } = loadSecrets(given.DATA_DIR);
  return {
    ...(given.AUTH_SECRET ? {} : { AUTH_SECRET }),
    ...(given.ENCRYPTION_KEYS ? {} : { ENCRYPTION_KEYS }),
  };
}

function createSecrets(dataDir: string): Secrets {
  const password = () => randomBytes(24).toString("hex");
  const secrets: Secrets = {
    installation: randomUUID(),
    passwords: {
      superuser: password(),
      owner: password(),
      app: password(),
      identity: password(),
    },
    AUTH_SECRET: randomBytes(32).toString("base64url"),
    ENCRYPTION_KEYS: `k1:${randomBytes(32).toString("base64")}`,
  };
  const draft = path.join(dataDir, `.secrets-${randomUUID()}`);
  writeFileSync(draft, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600, flush: true });
  try {
    // Whole or not at all, and never over those of another start at the same moment.
    linkSync(draft, fileIn(dataDir));
    return secrets;
  } catch (error) {
    if (codeOf(error) !== "EEXIST") throw error;
    return loadSecrets(dataDir);
  } finally {
    unlinkSync(draft);
  }
}
