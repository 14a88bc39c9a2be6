import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { expect, test } from "vitest";
import { supply } from "#lib/env.ts";
import { openDatabase, prepareDatabase, type Database } from "#lib/platform/database.ts";
import { makeClosedFolder, query, startEmbedded } from "#lib/testing/embedded.ts";
import { prepare } from "./prepare.ts";

// A database of one's own that asks for passwords, with DATABASE_URL and DATABASE_OWNER_URL alone.

const secret = () => randomBytes(32).toString("base64");

/** Opens the database as a process with these settings does. */
function open(settings: Record<string, string>): Promise<Database> {
  supply({ DATABASE_OWNER_URL: "", DATABASE_IDENTITY_URL: "", AUTH_SECRET: "", ...settings });
  return openDatabase(new AbortController().signal);
}

test("makes a login for identity from the owner's, and serves with nothing less", async () => {
  const { owner, app } = await startEmbedded(join(makeClosedFolder(), "data"));
  await query(owner, "CREATE DATABASE clinic");
  const [ownerUrl, appUrl] = [new URL(owner.url), new URL(app.url)];
  ownerUrl.pathname = appUrl.pathname = "/clinic";
  [appUrl.username, appUrl.password] = ["clinic_app", "a password of the operator"];
  const DATABASE_URL = appUrl.href;
  const DATABASE_OWNER_URL = ownerUrl.href;
  const AUTH_SECRET = secret();

  // As an earlier version left it: one login, which may become identity.
  await prepareDatabase(await open({ DATABASE_URL, DATABASE_OWNER_URL }));
  await query({ ...owner, url: ownerUrl.href }, "GRANT slotwell_identity_gate TO clinic_app");
  const become = () => query({ ...app, url: DATABASE_URL }, "SET ROLE slotwell_identity");
  await become();
  const serve = async (settings: Record<string, string>) =>
    prepare(await open({ DATABASE_URL, ENCRYPTION_KEYS: `k:${secret()}`, ...settings }), "serve");
  await expect(serve({ AUTH_SECRET })).rejects.toThrow(
    /^Not safe to serve: the login of DATABASE_URL may take on the role slotwell_identity, .*; users and sessions need a login of their own: run `npm run migrate`/,
  );

  expect(await serve({ AUTH_SECRET, DATABASE_OWNER_URL })).toBe("none");
  await expect(become()).rejects.toMatchObject({ code: "42501" });
  // Other processes know the password without the owner's login.
  expect(await serve({ AUTH_SECRET })).toBe("none");
  const { identity } = await open({ DATABASE_URL, AUTH_SECRET });
  const [user] = identity ? await query(identity, "SELECT session_user AS name") : [];
  expect(user).toEqual({ name: "slotwell_identity_clinic" });

  const other = secret();
  await expect(serve({ AUTH_SECRET: other })).rejects.toThrow("need a login of their own");
  expect(await serve({ AUTH_SECRET: other, DATABASE_OWNER_URL })).toBe("none");
  await expect(serve({ AUTH_SECRET })).rejects.toThrow("need a login of their own");
});

test("refuses one login for both", async () => {
  const DATABASE_URL = "postgresql://app:x@127.0.0.1:1/clinic";
  await expect(open({ DATABASE_URL, DATABASE_IDENTITY_URL: DATABASE_URL })).rejects.toThrow(
    "DATABASE_IDENTITY_URL must name another login than DATABASE_URL.",
  );
});
