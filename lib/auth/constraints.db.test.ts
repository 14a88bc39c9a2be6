import { expect, it } from "vitest";
import { testDatabase } from "#lib/testing/database.ts";
import { makePatient } from "#lib/testing/people.ts";

// Every constraint of the identity tables, each with a write that it must refuse.

const session = {
  token_hash: "h1",
  via: "password",
  user_agent: "Test",
  created_at: "2026-03-02T10:00Z",
  last_seen_at: "2026-03-02T10:00Z",
  expires_at: "2026-03-03T10:00Z",
};
const client = { id: "c1", name: "C", kind: "public", redirect_uris: "{https://c.example/}" };
const account = { issuer: "https://issuer.example", subject: "s1" };

const REFUSED: [constraint: string, table: string, ...rows: Record<string, string>[]][] = [
  ["accounts_pkey", "accounts", account, account],
  ["accounts_identity_form", "accounts", { ...account, subject: "" }],
  ["accounts_identity_form", "accounts", { ...account, issuer: "x".repeat(2001) }],
  ["sessions_token_hash_key", "sessions", session, session],
  ["sessions_window", "sessions", { ...session, expires_at: session.created_at }],
  ["sessions_window", "sessions", { ...session, last_seen_at: "2026-03-02T09:00Z" }],
  ["sessions_user_agent_length", "sessions", { ...session, user_agent: "x".repeat(401) }],
  ["oauth_clients_pkey", "oauth_clients", client, client],
  ["oauth_clients_name_form", "oauth_clients", { ...client, name: " " }],
  ["oauth_clients_name_form", "oauth_clients", { ...client, name: "x".repeat(101) }],
  ["oauth_clients_kind", "oauth_clients", { ...client, kind: "secret", secret_hash: "h" }],
  ["oauth_clients_proof", "oauth_clients", { ...client, secret_hash: "h" }],
  ["oauth_clients_proof", "oauth_clients", { ...client, kind: "confidential" }],
  [
    "oauth_clients_proof",
    "oauth_clients",
    { ...client, kind: "confidential", secret_hash: "h", jwks: "{}" },
  ],
  ["oauth_clients_redirects", "oauth_clients", { ...client, redirect_uris: "{}" }],
  ["oauth_clients_redirects", "oauth_clients", { ...client, kind: "service", secret_hash: "h" }],
];

it.each(REFUSED)("%s", async (constraint, table, ...rows) => {
  const { actor } = await makePatient();
  const connection = await testDatabase().superuser.connect();
  const write = (row: Record<string, string>) => {
    const values = table === "oauth_clients" ? row : { ...row, user_id: actor.userId };
    const columns = Object.keys(values);
    const places = columns.map((_, at) => `$${at + 1}`).join(", ");
    return connection.query(
      `INSERT INTO ${table} (${columns.join(", ")}) VALUES (${places})`,
      Object.values(values),
    );
  };
  await connection.query("BEGIN");
  try {
    for (const row of rows.slice(0, -1)) await write(row);
    await expect(write(rows.at(-1) ?? {})).rejects.toMatchObject({ constraint });
  } finally {
    await connection.query("ROLLBACK");
    connection.release();
  }
});

it("forgets none", async () => {
  const { rows } = await testDatabase().superuser.query<{ name: string }>(
    `SELECT conname AS name FROM pg_constraint WHERE contype IN ('c', 'u') AND conrelid = ANY
     (ARRAY['accounts', 'sessions', 'sign_in_tickets', 'welcome_links', 'counted_attempts',
            'oidc_artifacts', 'signing_keys', 'oauth_clients']::regclass[])`,
  );
  const proven = REFUSED.map(([constraint]) => constraint);
  expect(rows.map(({ name }) => name).filter((name) => !proven.includes(name))).toEqual([]);
});
