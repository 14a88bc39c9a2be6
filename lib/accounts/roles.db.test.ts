import { afterAll, beforeEach, expect, it } from "vitest";
import type { ProvenActor, UserActor } from "../access/actor.ts";
import { newToken } from "../auth/secrets.ts";
import { beginSession, findSession } from "../auth/session-store.ts";
import { disconnect } from "../db.ts";
import { testDatabase } from "../testing/database.ts";
import { makeAdmin, makeDoctor, makePatient, proven, type TestDoctor } from "../testing/people.ts";
import { rawAs } from "../testing/raw.ts";
import { changeAccount } from "./commands.ts";

const now = new Date("2025-01-06T12:00:00Z");
let admin: ProvenActor;
let patient: UserActor;
let doctor: TestDoctor;
beforeEach(async () => {
  admin = await makeAdmin();
  patient = (await makePatient()).actor;
  doctor = await makeDoctor();
});
afterAll(disconnect);

const roleOf = async ({ userId }: UserActor) => {
  const { superuser } = testDatabase();
  const { rows } = await superuser.query<{ role: string }>("SELECT role FROM users WHERE id = $1", [
    userId,
  ]);
  return rows[0]?.role;
};

it("gives another role, ends the sessions of the old one, and is written down", async () => {
  const token = newToken();
  const session = { token, userId: patient.userId, via: "password", userAgent: "" };
  await beginSession(session, now);
  expect(await changeAccount(admin, patient.userId, { role: "admin" }, now)).toMatchObject({
    id: patient.userId,
    role: "admin",
    state: "active",
  });
  expect(await findSession(token, now)).toBeNull();
  const { rows } = await testDatabase().superuser.query<{ detail: unknown }>(
    "SELECT detail FROM audit_events WHERE entity_id = $1 AND action = 'account.change-role'",
    [patient.userId],
  );
  expect(rows).toEqual([{ detail: { from: "patient", to: "admin" } }]);
  // Back again: the profile is still there.
  const back = await changeAccount(admin, patient.userId, { role: "patient" }, now);
  expect(back.role).toBe("patient");
});

it("changes role and state in one step, or neither", async () => {
  const change = { role: "doctor", disabled: true } as const;
  await expect(changeAccount(admin, patient.userId, change, now)).rejects.toMatchObject({
    code: "invalid",
    detail: { issues: [{ path: "role", message: "no_profile" }] },
  });
  expect(await roleOf(patient)).toBe("patient");
  const both = { role: "admin", disabled: true } as const;
  expect(await changeAccount(admin, patient.userId, both, now)).toMatchObject({
    role: "admin",
    state: "disabled",
  });
  expect((await changeAccount(admin, patient.userId, { disabled: false }, now)).state).toBe(
    "active",
  );
});

it("takes nobody's bookings for a doctor who is none any more", async () => {
  await changeAccount(admin, doctor.actor.userId, { role: "admin" }, now);
  const { rows } = await testDatabase().superuser.query(
    "SELECT disabled_at IS NOT NULL AS disabled FROM doctors WHERE id = $1",
    [doctor.doctorId],
  );
  expect(rows).toEqual([{ disabled: true }]);
});

it("is for admins, never about oneself, and the database asks for itself", async () => {
  const role = { role: "admin" } as const;
  for (const actor of [patient, doctor.actor]) {
    await expect(
      changeAccount(proven(actor, now), patient.userId, role, now),
    ).rejects.toMatchObject({
      code: "forbidden",
    });
    const call = `account_change_role('${patient.userId}', 'admin', now())`;
    await expect(rawAs(actor, `SELECT ${call}`)).rejects.toMatchObject({ code: "42501" });
  }
  const forged: ProvenActor = { ...patient, role: "admin", provenAt: now };
  await expect(changeAccount(forged, doctor.actor.userId, role, now)).rejects.toMatchObject({
    code: "forbidden",
  });
  await expect(changeAccount(admin, admin.userId, { role: "patient" }, now)).rejects.toMatchObject({
    code: "forbidden",
    detail: { why: "own" },
  });
  expect(await roleOf(patient)).toBe("patient");
  expect(await roleOf(admin)).toBe("admin");
});
