import { existsSync } from "node:fs";
import { parseArgs } from "node:util";
import type { ClientBase } from "pg";
import type { HeadSource } from "#lib/audit/heads/evidence.ts";
import { headsFile, headsIn } from "#lib/audit/heads/file.ts";
import { publicKeySchema } from "#lib/audit/heads/head.ts";
import { publicKeysOf } from "#lib/audit/heads/keys.ts";
import { TrailProblem } from "#lib/audit/heads/problem.ts";
import { verifyTrail } from "#lib/audit/heads/verify.ts";
import { EnvError, givenEnv, supply } from "#lib/env.ts";
import { withClient, type Target } from "#lib/platform/connect.ts";
import { readSecrets } from "#lib/platform/secrets.ts";
import { codeOf, StartupError } from "#lib/platform/startup-error.ts";
import { withOpenDatabase } from "./with-database.ts";

const TITLES = {
  whole: "The audit trail is whole.",
  altered: "The audit trail WAS ALTERED.",
  unproven: "The audit trail is NOT PROVEN.",
};
const EXIT_CODES = { whole: 0, altered: 1, unproven: 2 };

/**
 * `npm run audit:verify [-- --head FILE] [--key KEY] [--public-key]`: verifies the audit trail. Exits
 * with 0 if it is whole, 1 if it was altered, 2 if that cannot be told.
 */
export async function auditVerifyCommand(): Promise<void> {
  try {
    const { values } = parseArgs({
      args: process.argv.slice(3),
      options: {
        head: { type: "string", multiple: true, default: [] },
        key: { type: "string", multiple: true, default: [] },
        "public-key": { type: "boolean", default: false },
      },
    });
    if (values["public-key"]) printPublicKeys();
    else await verify(values.head, values.key);
  } catch (error) {
    if (!isForOperator(error)) throw error;
    console.error(error.message);
    process.exitCode = EXIT_CODES.unproven;
  }
}

const isForOperator = (error: unknown): error is Error =>
  [StartupError, EnvError, TrailProblem].some((kind) => error instanceof kind) ||
  (error instanceof Error && codeOf(error).startsWith("ERR_PARSE_ARGS"));

function printPublicKeys(): void {
  const keys = ownKeys();
  if (keys.length === 0) throw new StartupError("ENCRYPTION_KEYS is needed to know the key.");
  for (const key of keys) console.log(key);
}

async function verify(files: string[], keys: string[]): Promise<void> {
  const wrong = keys.find((key) => !publicKeySchema.safeParse(key).success);
  if (wrong !== undefined) throw new StartupError(`--key ${wrong} is not a public key.`);
  // Before the database, so that it has every entry that they are about.
  const sources = await readHeads(files);
  await withTrail(async (client) => {
    const evidence = { sources, keys: [...keys, ...ownKeys()], now: new Date() };
    const { result, report } = await verifyTrail(client, evidence);
    console.log([TITLES[result], ...report].join("\n"));
    process.exitCode = EXIT_CODES[result];
  });
}

/** The heads of the files named, and of the file that the application here appends to. */
async function readHeads(files: string[]): Promise<HeadSource[]> {
  const own = headsFile();
  const all = own !== null && existsSync(own) ? [own, ...files] : files;
  const sources: HeadSource[] = [];
  for (const name of all) {
    const heads = await headsIn(name);
    if (heads.length === 0 && name !== own) throw new TrailProblem(`${name} has no head.`);
    sources.push({ name, heads });
  }
  return sources;
}

/** Connects as the auditor, or as the owner in the auditor's role. */
async function withTrail(work: (client: ClientBase) => Promise<void>): Promise<void> {
  const { DATABASE_AUDITOR_URL: url } = givenEnv();
  if (url) return asAuditor({ url, name: "the database of DATABASE_AUDITOR_URL" }, work);
  return withOpenDatabase(({ owner }) => {
    if (owner) return asAuditor(owner, work);
    throw new StartupError("DATABASE_AUDITOR_URL or DATABASE_OWNER_URL is needed to verify.");
  });
}

function asAuditor(target: Target, work: (client: ClientBase) => Promise<void>): Promise<void> {
  return withClient(target, async (client) => {
    const { rows } = await client.query<{ ready: boolean }>(
      "SELECT to_regclass('public.audit_heads') IS NOT NULL AS ready",
    );
    if (!rows[0]?.ready) {
      throw new StartupError("The database has no signed audit trail: run npm run migrate first.");
    }
    await client.query("SET ROLE slotwell_auditor");
    await work(client);
  });
}

/** The public keys of this installation: of the environment, or of the secrets in DATA_DIR. */
function ownKeys(): string[] {
  const { ENCRYPTION_KEYS: given, DATA_DIR } = givenEnv();
  if (given) return publicKeysOf(given);
  const secrets = readSecrets(DATA_DIR);
  if (!secrets) return [];
  supply({ ENCRYPTION_KEYS: secrets.ENCRYPTION_KEYS });
  return publicKeysOf(givenEnv().ENCRYPTION_KEYS ?? []);
}
