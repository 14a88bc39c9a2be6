import { createHmac, randomBytes } from "node:crypto";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bookAppointment } from "../appointments/book.ts";
import { asActor, disconnect } from "../db.ts";
import { testDatabase } from "../testing/database.ts";
import { makeDoctor, makePatient } from "../testing/people.ts";
import { signActor } from "../testing/raw.ts";
import type { UserActor } from "./actor.ts";

// A statement smuggled in as the application's login knows the id of every user, but no key.

const { superuser, app, identity, appUrl } = testDatabase();
const FIVE_MINUTES = 300;
let victim: UserActor;
let attacker: UserActor;

beforeAll(async () => {
  const { doctorId } = await makeDoctor();
  victim = (await makePatient()).actor;
  attacker = (await makePatient()).actor;
  const startsAt = new Date("2025-01-08T14:00:00Z");
  const now = new Date("2025-01-06T12:00:00Z");
  await bookAppointment(victim, { doctorId, startsAt }, { now });
});
afterAll(disconnect);

/** Returns what a transaction of the application's login sees with these settings. */
async function seenWith(settings: Record<string, string>) {
  const client = new Client({ connectionString: appUrl });
  await client.connect();
  try {
    await client.query("BEGIN");
    for (const setting of Object.entries(settings)) {
      await client.query("SELECT set_config($1, $2, true)", setting);
    }
    const { rows } = await client.query<{
      actor: string | null;
      appointments: number;
      patients: number;
    }>(
      `SELECT actor_id() AS actor, (SELECT count(*)::int FROM appointments) AS appointments,
         (SELECT count(*)::int FROM patients) AS patients`,
    );
    return rows[0];
  } finally {
    await client.end();
  }
}
const NOTHING = { actor: null, appointments: 0, patients: 0 };

/** Returns the key as `sign_actor` has it, padded for SHA-256. */
async function readKey(): Promise<Buffer> {
  const { rows } = await superuser.query<{ inner_key: Buffer }>("SELECT inner_key FROM actor_keys");
  return Buffer.from((rows[0]?.inner_key ?? Buffer.alloc(64)).map((byte) => byte ^ 0x36));
}

/** Signs as `sign_actor` does, with any key and at any time. */
function forge(key: Buffer, { userId }: UserActor, expiry: number, client = ""): string {
  const claim = `${userId}|${expiry}`;
  return `${claim}|${createHmac("sha256", key).update(`${claim}|${client}`).digest("hex")}`;
}

async function secondsOfDatabase(): Promise<number> {
  const { rows } = await superuser.query<{ now: number }>(
    "SELECT extract(epoch FROM now())::int AS now",
  );
  return rows[0]?.now ?? 0;
}

describe("an actor", () => {
  it("is the one that identity signed, for five minutes", async () => {
    const signed = await signActor(victim);
    const own = { actor: victim.userId, appointments: 1, patients: 1 };
    expect(await seenWith({ "app.actor": signed })).toEqual(own);
    const expiry = Number(signed.split("|")[1]) - (await secondsOfDatabase());
    expect(Math.abs(expiry - FIVE_MINUTES)).toBeLessThan(30);
    // HMAC-SHA-256 as RFC 2104 defines it.
    expect(forge(await readKey(), victim, Number(signed.split("|")[1]))).toBe(signed);
  });

  // Fails where actor_id() believes a user id.
  it("is no user by a bare id, under any name of the setting", async () => {
    for (const name of ["app.actor", "app.user_id"]) {
      expect(await seenWith({ [name]: victim.userId })).toEqual(NOTHING);
    }
  });

  it("is no user when the user, the expiry or the signature was changed", async () => {
    const signed = await signActor(attacker);
    const [user = "", expiry = "", signature = ""] = signed.split("|");
    const last = signature.endsWith("0") ? "1" : "0";
    for (const changed of [
      `${victim.userId}|${expiry}|${signature}`,
      `${user}|${Number(expiry) + 1}|${signature}`,
      `${user}|${expiry}|${signature.slice(0, -1)}${last}`,
      `${user}|${expiry}|${signature.slice(0, -1)}`,
      `${user}|${expiry}|`,
      `${user}|${expiry}`,
      `${signed}|`,
      ` ${signed}`,
      signed.toUpperCase(),
      "|||",
      "x",
    ]) {
      expect(await seenWith({ "app.actor": changed }), changed).toEqual(NOTHING);
    }
  });

  it("is no user when the signature has expired, or is of another installation", async () => {
    const now = await secondsOfDatabase();
    const key = await readKey();
    const see = (signed: string) => seenWith({ "app.actor": signed });
    expect(await see(forge(key, victim, now + 60))).toMatchObject({ actor: victim.userId });
    expect(await see(forge(key, victim, now - 1))).toEqual(NOTHING);
    expect(await see(forge(randomBytes(64), victim, now + 60))).toEqual(NOTHING);
    expect(await see(forge(Buffer.alloc(0), victim, now + 60))).toEqual(NOTHING);
  });

  it("acts through the client that was signed, and through no other", async () => {
    const client = { ...victim, clientId: "a program" };
    const settings = { "app.actor": await signActor(client), "app.client_id": "a program" };
    expect(await seenWith(settings)).toMatchObject({ actor: victim.userId });
    for (const other of ["", "another program"]) {
      expect(await seenWith({ ...settings, "app.client_id": other })).toEqual(NOTHING);
    }
    const direct = { "app.actor": await signActor(victim), "app.client_id": "a program" };
    expect(await seenWith(direct)).toEqual(NOTHING);
    expect(await asActor(client, (tx) => tx.appointment.count())).toBe(1);
  });
});

it("is known to the database by its signature alone", async () => {
  const { rows } = await superuser.query(
    `SELECT oid::regprocedure::text AS name FROM pg_proc
     WHERE pronamespace = 'public'::regnamespace AND prosrc ~ 'app\\.(actor|user_id)'
     UNION ALL SELECT policyname FROM pg_policies WHERE concat(qual, with_check) ~ 'current_setting'`,
  );
  expect(rows).toEqual([{ name: "actor_id()" }]);
});

describe("the key", () => {
  it("is out of reach for the application and for identity", async () => {
    for (const pool of [app, identity]) {
      for (const statement of [
        "SELECT FROM actor_keys",
        "UPDATE actor_keys SET inner_key = outer_key",
        "DELETE FROM actor_keys",
        "INSERT INTO actor_keys VALUES (true, '', '')",
      ]) {
        await expect(pool.query(statement), statement).rejects.toMatchObject({ code: "42501" });
      }
    }
    // The owner is under row-level security.
    expect((await testDatabase().owner.query("SELECT FROM actor_keys")).rowCount).toBe(0);
  });

  it("signs for identity alone, which reads no clinical table", async () => {
    const sign = "SELECT sign_actor($1, '')";
    await expect(app.query(sign, [victim.userId])).rejects.toMatchObject({ code: "42501" });
    const client = await identity.connect();
    await client.query("BEGIN");
    await client.query(`SELECT set_config('app.actor', (${sign}), true)`, [victim.userId]);
    await expect(client.query("SELECT FROM appointments")).rejects.toMatchObject({ code: "42501" });
    await client.query("ROLLBACK");
    client.release();
  });
});

it("hides what a session has signed from the other sessions of the login", async () => {
  await asActor(victim, async (tx) => {
    await tx.appointment.count();
    const { rows } = await app.query<{ query: string }>(
      "SELECT query FROM pg_stat_activity WHERE usename = session_user AND datname = current_database()",
    );
    const queries = rows.map(({ query }) => query).join("\n");
    expect(queries).toMatch(/appointments/);
    expect(queries).not.toContain(victim.userId);
  });
});
