import { createSecretKey, type KeyObject } from "node:crypto";
import path from "node:path";
import { z } from "zod";
import {
  DEFAULT_SESSION_LIMITS,
  parseSessionLimits,
  SESSION_LIMITS_FORM,
  type LimitsByRole,
} from "./session-limits.ts";

/** A setting of the environment is missing or wrong. The message is one line and names it. */
export class EnvError extends Error {
  constructor(name: string, problem: string) {
    super(`${name} ${problem}`);
    this.name = "EnvError";
  }
}

/** One key for data at rest; `id` is written beside every value that `key` (32 bytes) encrypted. */
export interface EncryptionKey {
  id: string;
  key: KeyObject;
}

const wholeNumber = (from: number, to: number) =>
  z.coerce
    .number(`must be a whole number from ${from} to ${to}`)
    .int(`must be a whole number from ${from} to ${to}`)
    .min(from, `must be a whole number from ${from} to ${to}`)
    .max(to, `must be a whole number from ${from} to ${to}`);

const postgresUrl = z
  .string()
  .refine(
    (value) => /^postgres(ql)?:$/.test(protocolOf(value)),
    "must be a URL like postgresql://user:password@host:5432/database",
  );

const origin = z
  .string()
  .refine(
    (value) => /^https?:$/.test(protocolOf(value)) && /^\/?$/.test(new URL(value).pathname),
    "must be an origin like https://slotwell.example, without a path",
  )
  .transform((value) => new URL(value).origin);

const encryptionKeys = z.string().transform((value, context): EncryptionKey[] => {
  const keys = value.split(",").map((part) => {
    const [id = "", key = ""] = part.trim().split(":");
    return { id, key: createSecretKey(key, "base64") };
  });
  const sound = keys.every(
    ({ id, key }) => /^[\w-]{1,32}$/.test(id) && key.symmetricKeySize === 32,
  );
  if (sound && new Set(keys.map(({ id }) => id)).size === keys.length) return keys;
  context.addIssue(
    "must be id:key[,id:key…] with different ids, each key 32 bytes in base64 (openssl rand -base64 32), the current one first",
  );
  return z.NEVER;
});

const sessionLimits = z.string().transform((value, context): LimitsByRole => {
  const limits = parseSessionLimits(value);
  if (limits) return limits;
  context.addIssue(SESSION_LIMITS_FORM);
  return z.NEVER;
});

const roles = z.string().transform((value, context): ("patient" | "doctor" | "admin")[] => {
  if (value.trim() === "none") return [];
  const list = z.array(z.enum(["patient", "doctor", "admin"]));
  const parsed = list.safeParse(value.split(",").map((role) => role.trim()));
  if (parsed.success) return parsed.data;
  context.addIssue("must be roles like admin,doctor, or none");
  return z.NEVER;
});

const schema = z.object({
  NODE_ENV: z.enum(["development", "production", "test"]).catch("production"),
  PORT: wholeNumber(1, 65_535).default(3000),
  HOST: z.string().default("127.0.0.1"),
  APP_URL: origin.optional(),
  DATA_DIR: z.string().optional(),
  DATABASE_URL: postgresUrl.optional(),
  DATABASE_OWNER_URL: postgresUrl.optional(),
  DATABASE_IDENTITY_URL: postgresUrl.optional(),
  DATABASE_AUDITOR_URL: postgresUrl.optional(),
  AUDIT_HEADS_FILE: z.string().optional(),
  TRUSTED_PROXIES: wholeNumber(0, 10).default(0),
  API_REQUESTS_PER_MINUTE: wholeNumber(1, 1_000_000).default(600),
  SESSION_LIMITS: sessionLimits.default(DEFAULT_SESSION_LIMITS),
  REQUIRE_SECOND_FACTOR: roles.default([]),
  AUTH_SECRET: z
    .string()
    .min(32, "must be at least 32 random characters; make one with: openssl rand -base64 32")
    .optional(),
  ENCRYPTION_KEYS: encryptionKeys.optional(),
  OIDC_ISSUER: z.url("must be the URL of an OpenID provider").optional(),
  OIDC_CLIENT_ID: z.string().optional(),
  OIDC_CLIENT_SECRET: z.string().optional(),
  OIDC_NAME: z.string().default("OpenID"),
  GOOGLE_CLIENT_ID: z.string().optional(),
  GOOGLE_CLIENT_SECRET: z.string().optional(),
  MICROSOFT_CLIENT_ID: z.string().optional(),
  MICROSOFT_CLIENT_SECRET: z.string().optional(),
  MICROSOFT_TENANT: z.string().default("common"),
  SMTP_URL: z
    .string()
    .refine((value) => /^smtps?:$/.test(protocolOf(value)), "must be a URL like smtp://host:587")
    .optional(),
  MAIL_FROM: z.string().optional(),
});

/** Settings that are only useful together. */
const together = [
  ["OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET"],
  ["GOOGLE_CLIENT_ID", "GOOGLE_CLIENT_SECRET"],
  ["MICROSOFT_CLIENT_ID", "MICROSOFT_CLIENT_SECRET"],
  ["SMTP_URL", "MAIL_FROM"],
] as const;

type Given = z.infer<typeof schema> & { APP_URL: string; DATA_DIR: string };
/** What the platform supplies when nobody else does, so that the application always has it. */
const supplied = ["DATABASE_URL", "AUTH_SECRET", "ENCRYPTION_KEYS"] as const;
type Supplied = (typeof supplied)[number];
export type Env = Omit<Given, Supplied> & { [K in Supplied]: NonNullable<Given[K]> };

/**
 * The settings in `source`, checked, with defaults. An empty value counts as none.
 *
 * @throws EnvError about the first setting that is wrong.
 */
export function parseEnv(source: Record<string, string | undefined>): Given {
  const set = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ""));
  const parsed = schema.safeParse(set);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new EnvError(String(issue?.path[0]), issue?.message ?? "is wrong");
  }
  for (const names of together) {
    const missing = names.find((name) => set[name] === undefined);
    const present = names.find((name) => set[name] !== undefined);
    if (missing && present) throw new EnvError(missing, `is needed because ${present} is set`);
  }
  const { APP_URL = `http://localhost:${parsed.data.PORT}`, DATA_DIR = ".data" } = parsed.data;
  return { ...parsed.data, APP_URL, DATA_DIR: path.resolve(/* turbopackIgnore: true */ DATA_DIR) };
}

let known: { given: Given; env: Env } | undefined;

function read() {
  if (known) return known;
  const given = parseEnv(process.env);
  const env = { ...given };
  for (const name of supplied) {
    if (given[name] !== undefined) continue;
    Object.defineProperty(env, name, {
      get: () => {
        throw new EnvError(name, "is not set");
      },
    });
  }
  return (known = { given, env: env as Env });
}

/**
 * The settings of this process, read on first use (a build imports modules that use them and has
 * none of them).
 *
 * @throws EnvError if a setting is wrong, or on touching one that is needed and missing.
 */
export const env = (): Env => read().env;

/** The settings as given from outside: what `supply` adds may still be missing. */
export const givenEnv = (): Given => read().given;

/** Whether a setting was given rather than taken from its default. */
export const isGiven = (name: keyof Env): boolean => Boolean(process.env[name]);

/** Returns the environment for the application's process, without the logins of the owner and the auditor. */
export function environmentOfApplication(): NodeJS.ProcessEnv {
  return { ...process.env, DATABASE_OWNER_URL: undefined, DATABASE_AUDITOR_URL: undefined };
}

/** Adds settings that the platform chose itself, for everything loaded from now on. */
export function supply(values: Record<string, string>): void {
  Object.assign(process.env, values);
  known = undefined;
}

function protocolOf(value: string): string {
  return URL.canParse(value) ? new URL(value).protocol : "";
}
