import { afterAll, beforeAll, expect, it } from "vitest";
import { disableAccount, enableAccount } from "../accounts/commands.ts";
import { anonymous, type ProvenActor, type UserActor } from "../access/actor.ts";
import { disconnect } from "../db.ts";
import { getProfile } from "../patients/queries.ts";
import { makeAdmin, makeDoctor, makePatient, type TestDoctor } from "../testing/people.ts";
import { rawAs } from "../testing/raw.ts";
import { listAudit } from "./queries.ts";
import { auditFilterSchema, daysIn } from "./schema.ts";

const now = new Date("2025-01-06T12:00:00Z");
let admin: ProvenActor;
let patient: UserActor;
let doctor: TestDoctor;
beforeAll(async () => {
  admin = await makeAdmin();
  patient = (await makePatient()).actor;
  doctor = await makeDoctor();
  await disableAccount(admin, doctor.actor.userId, now);
  await enableAccount(admin, doctor.actor.userId, now);
  await getProfile(admin, patient.patientId ?? "", now);
});
afterAll(disconnect);

const list = (filter: Record<string, string> = {}, actor: UserActor = admin) =>
  listAudit(actor, auditFilterSchema.parse(filter));

it("tells who did what to whom, the latest first, page by page", async () => {
  const { items, nextCursor } = await list({ actor: admin.userId });
  expect(items.map(({ action }) => action).filter((action) => !action.includes(".update"))).toEqual(
    ["profile.read", "account.enable", "account.disable"],
  );
  expect(items[0]).toMatchObject({
    actor: { id: admin.userId, role: "admin" },
    patientId: patient.patientId,
    detail: { purpose: "oversight" },
  });
  expect(nextCursor).toBeNull();
  // Looking leaves an entry itself.
  const first = await list({ actor: admin.userId, limit: "3" });
  const rest = await list({ actor: admin.userId, cursor: first.nextCursor ?? "" });
  expect([...first.items, ...rest.items].map(({ seq }) => seq).slice(1)).toEqual(
    items.map(({ seq }) => seq),
  );
  await expect(list({ cursor: "1;DROP" })).rejects.toMatchObject({ code: "invalid" });
});

it("is narrowed by patient, action and time, and notes who asked about a patient", async () => {
  const of = patient.patientId ?? "";
  expect((await list({ patient: of, action: "profile.read" })).items).toHaveLength(1);
  const [note] = (await list({ patient: of })).items;
  expect(note).toMatchObject({ action: "audit.read", actor: { id: admin.userId } });
  const later = new Date(Date.parse(note?.at ?? "") + 1).toISOString();
  expect((await list({ from: later, patient: doctor.doctorId })).items).toEqual([]);
  expect((await list({ to: "2000-01-01T00:00:00Z" })).items).toEqual([]);
});

it("tells what a program does by somebody's token from what they do themselves", async () => {
  const ids = { patient: patient.patientId ?? "", action: "profile.read" };
  await getProfile({ ...admin, clientId: "portal" }, ids.patient, now);
  const [by, themselves] = (await list(ids)).items;
  expect([by?.client, themselves?.client]).toEqual([{ id: "portal", name: null }, null]);
  expect(by).toMatchObject({ patientName: "Pat Test", detail: { purpose: "oversight" } });
  expect(by?.detail).not.toHaveProperty("client");
});

it("takes days, the last one whole", () => {
  expect(auditFilterSchema.parse({ from: "2025-01-06", to: "2025-01-06" })).toMatchObject({
    from: new Date("2025-01-06T00:00:00Z"),
    to: new Date("2025-01-07T00:00:00Z"),
  });
  expect(auditFilterSchema.safeParse({ from: "2025-02-30" }).success).toBe(false);
});

// In New York, a day of 23 hours, one of 25, and one in UTC's next day.
it.each([
  ["2026-03-08", "2026-03-08T05:00:00Z", "2026-03-09T04:00:00Z"],
  ["2026-11-01", "2026-11-01T04:00:00Z", "2026-11-02T05:00:00Z"],
  ["1900-01-01", "1900-01-01T05:00:00Z", "1900-01-02T05:00:00Z"],
])("takes %s as a day of the reader's zone on their page", (day, from, to) => {
  const zone = "America/New_York";
  const both = { from: new Date(from), to: new Date(to) };
  expect(daysIn(zone, { from: day, to: day })).toEqual(both);
  expect(daysIn(zone, { from })).toEqual({});
});

it("is for admins alone, and the database asks for itself", async () => {
  for (const actor of [patient, doctor.actor]) {
    await expect(list({}, actor)).rejects.toMatchObject({ code: "forbidden" });
    expect((await list({}, { ...actor, role: "admin" })).items).toEqual([]);
    const { rows } = await rawAs(
      actor,
      "SELECT * FROM audit_trail(NULL, NULL, NULL, NULL, NULL, NULL, 10)",
    );
    expect(rows).toEqual([]);
  }
  await expect(listAudit(anonymous, auditFilterSchema.parse({}))).rejects.toMatchObject({
    code: "unauthenticated",
  });
});
