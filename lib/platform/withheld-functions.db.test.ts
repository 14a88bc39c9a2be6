import { readFileSync } from "node:fs";
import { afterEach, expect, it } from "vitest";
import { testDatabase } from "#lib/testing/database.ts";
import { targetOf } from "#lib/testing/databases.ts";
import { withClient } from "./connect.ts";
import { provisionLogins } from "./logins.ts";
import { looseFunctionsOf, WITHHOLD, withholdFunctions } from "./withheld-functions.ts";

// Functions of PostgreSQL itself, which every login may call unless they are taken from it.

const { superuser, owner, app, identity, appUrl, ownerUrl, identityUrl } = testDatabase();
const [asApp, asIdentity] = [targetOf(appUrl), targetOf(identityUrl)];

afterEach(async () => {
  const client = await superuser.connect();
  await withholdFunctions(client).finally(() => {
    client.release();
  });
});

// Fails without withholdFunctions in lib/testing/global-setup.ts, which stands for the start of the product.
it.each([
  "lo_create(0)",
  "lo_from_bytea(0, 'x')",
  "pg_terminate_backend(pg_backend_pid() + 1)",
  "pg_cancel_backend(pg_backend_pid() + 1)",
  "pg_advisory_lock(1)",
  "pg_try_advisory_lock_shared(1, 1)",
  "pg_notify('channel', 'x')",
  "pg_logical_emit_message(false, 'x', 'x')",
])("lets no login of the application call %s", async (call) => {
  for (const login of [app, identity]) {
    await expect(login.query(`SELECT ${call}`)).rejects.toMatchObject({ code: "42501" });
  }
});

it("leaves them to the owner, who migrates", async () => {
  await owner.query(
    "SELECT pg_advisory_xact_lock(1), pg_try_advisory_lock(1), pg_advisory_unlock(1)",
  );
  expect(await looseFunctionsOf(asApp)).toBeNull();
  expect(await looseFunctionsOf(asIdentity)).toBeNull();
});

it("says what is left where the owner may not take it, and takes nothing then", async () => {
  await superuser.query("GRANT EXECUTE ON FUNCTION lo_create(oid), lo_unlink(oid) TO PUBLIC");
  await provisionLogins(targetOf(ownerUrl), { app: asApp, identity: asIdentity });
  expect(await looseFunctionsOf(asApp)).toMatch(/^may call lo_\w+\(oid\) and 1 other functions/);
  await withClient({ ...asApp, url: testDatabase().superuserUrl }, withholdFunctions);
  expect(await looseFunctionsOf(asApp)).toBeNull();
});

/**
 * What else changes something and may be called: nothing of it keeps data, ends another session's work or waits
 * without a limit.
 */
const HARMLESS: [why: string, names: RegExp][] = [
  ["locks that end with the transaction", /^pg_(try_)?advisory_xact_lock(_shared)?$/],
  ["ends locks of its own session", /^pg_advisory_unlock(_all|_shared)?$/],
  ["waits, for as long as statement_timeout allows", /^pg_sleep(_for|_until)?$/],
  ["settings of the session, which lib/clean-client.ts resets", /^(set_config|setseed|set_limit)$/],
  [
    "sequences, by the rights on them",
    /^(nextval|setval|currval|lastval)$|^pg_(sequence_last_value|get_sequence_data)$/,
  ],
  [
    "asks itself for REPLICATION",
    /^pg_(create|copy|drop|logical)_.*slot|^pg_replication_slot_advance$|^pg_sync_replication_slots$|^pg_logical_slot_/,
  ],
  [
    "asks itself for a superuser",
    /^pg_(nextoid|stop_making_pinned_objects|import_system_collations|extension_config_dump)$/,
  ],
  ["works in an upgrade of the server alone", /^binary_upgrade_/],
  [
    "asks itself for the right to maintain the table",
    /^(brin_(de)?summarize|gin_clean_pending)|^pg_(clear|restore)_(attribute|relation)_stats$/,
  ],
  [
    "runs SQL with the caller's rights",
    /^(query|cursor)_to_xml|^ts_(stat|rewrite)$|^current_query$/,
  ],
  [
    "chance and time",
    /^(random|random_normal|array_sample|array_shuffle|gen_random_uuid|uuidv[47]|clock_timestamp|timeofday)$/,
  ],
  ["a snapshot that ends with the transaction", /^pg_export_snapshot$/],
  ["statistics of its own session", /^pg_stat_(clear_snapshot|force_next_flush)$/],
  [
    "says something about the server",
    /^pg_(stat_get|control|current|last|get|is|available|partition|wal_summary|xact|database|collation|tablespace|table|total|indexes|relation)_/,
  ],
  [
    "says something about the server",
    /^pg_(blocking_pids|safe_snapshot_blocking_pids|isolation_test_session_is_blocked|jit_available|lock_status|notification_queue_usage|prepared_xact)$|^txid_status$|^currtid2?$|^amvalidate$/,
  ],
  ["checks a function that the caller made", /^plpgsql_(validator|call_handler)$/],
];

it("knows every function that changes something and that the application may call", async () => {
  const { rows } = await superuser.query<{ name: string }>(
    `SELECT DISTINCT p.proname AS name FROM pg_proc p
     LEFT JOIN pg_depend d ON d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e'
     WHERE p.provolatile = 'v' AND p.prorettype <> 'trigger'::regtype AND NOT 'internal'::regtype = ANY (p.proargtypes)
       AND (p.pronamespace = 'pg_catalog'::regnamespace OR d.objid IS NOT NULL)
       AND has_function_privilege('slotwell_app', p.oid, 'EXECUTE') ORDER BY 1`,
  );
  const unknown = rows.filter(({ name }) => !HARMLESS.some(([, names]) => names.test(name)));
  expect(unknown).toEqual([]);
});

it("has no extension and no language but those that the migrations name", async () => {
  const { rows } = await superuser.query<{ extensions: string[]; untrusted: string[] }>(
    `SELECT ARRAY(SELECT extname::text FROM pg_extension ORDER BY 1) AS extensions,
       ARRAY(SELECT lanname::text FROM pg_language WHERE NOT lanpltrusted AND has_language_privilege('slotwell_app', oid, 'USAGE')
         AND lanname NOT IN ('internal', 'c')) AS untrusted`,
  );
  expect(rows).toEqual([{ extensions: ["btree_gist", "pg_trgm", "plpgsql"], untrusted: [] }]);
});

it("lets no login of the application run a program or read a file of the server", async () => {
  for (const login of [app, identity]) {
    for (const statement of [
      "COPY (SELECT 1) TO PROGRAM 'cat'",
      "COPY clinics FROM '/etc/passwd'",
    ]) {
      await expect(login.query(statement)).rejects.toMatchObject({ code: "42501" });
    }
  }
});

it("is the statement that README.md gives to operators", () => {
  const lines = readFileSync("README.md", "utf8").replaceAll(/^ {3}/gm, "");
  expect(lines).toContain(`${WITHHOLD};`);
});
