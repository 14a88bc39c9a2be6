import { beforeEach, describe, expect, it } from "vitest";
import { listAccess } from "../access-log/queries.ts";
import { searchAccounts } from "../accounts/queries.ts";
import { accountFilterSchema } from "../accounts/schema.ts";
import { bookAppointment } from "../appointments/book.ts";
import { changeStatus } from "../appointments/commands.ts";
import { getDesk } from "../appointments/desk.ts";
import { previewMove } from "../appointments/move-times.ts";
import { getAdminOverview } from "../appointments/overview.ts";
import {
  getAppointment,
  getDoctorDay,
  listAppointmentEvents,
  listAppointments,
  readAppointment,
} from "../appointments/queries.ts";
import { appointmentFilterSchema } from "../appointments/schema.ts";
import { listAudit } from "../audit/queries.ts";
import { auditFilterSchema } from "../audit/schema.ts";
import { getCalendar } from "../calendar/queries.ts";
import { getWholeRecord } from "../chart/whole.ts";
import { openEmergencyAccessByName } from "../emergency/commands.ts";
import { listOpenAccesses } from "../emergency/queries.ts";
import { addEntry } from "../history/commands.ts";
import { listPatients, listProfiles } from "../patients/lists.ts";
import { patientFilterSchema } from "../patients/schema.ts";
import { prescribedAgainst } from "../records/allergies.ts";
import { amendRecord, writeRecord } from "../records/commands.ts";
import { replaceWorkingHours } from "../schedules/hours.ts";
import { testDatabase } from "../testing/database.ts";
import { makeDoctor, makePatient } from "../testing/people.ts";
import { at, book, day, now, openPractice, weekdays, world } from "../testing/practice.ts";
import { rawAs } from "../testing/raw.ts";
import { recordInput } from "../testing/records.ts";

// Who else reads of a patient leaves an entry, whatever way the reading goes. Fails where a loader (rows.ts)
// does not call noteRead, noteListed or noteReading.

openPractice();
const REASON = "A canary in the chest";
let patientId: string;
let visit: string;
beforeEach(async () => {
  patientId = world.patient.patientId ?? "";
  const input = { doctorId: world.doctor.doctorId, startsAt: at(8), reason: REASON };
  ({ id: visit } = await bookAppointment(world.patient, input, { now }));
});

interface Entry {
  action: string;
  actor_id: string;
  patient_id: string | null;
  entity_id: string | null;
  detail: { patients?: string[]; purpose?: string };
}

/** The entries about the world's patient that `work` leaves, alone or in a list. */
async function entriesOf(work: () => Promise<unknown>): Promise<Entry[]> {
  const { superuser } = testDatabase();
  const { rows } = await superuser.query<{ seq: string }>("SELECT seq FROM audit_head");
  await work();
  const trail = await superuser.query<Entry>(
    `SELECT action, actor_id, patient_id, entity_id, detail FROM audit_events
     WHERE seq > $1 AND (patient_id = $2 OR detail -> 'patients' ? $2::text) ORDER BY seq`,
    [rows[0]?.seq, patientId],
  );
  expect(JSON.stringify(trail.rows)).not.toContain("canary");
  return trail.rows;
}
const actionsOf = async (work: () => Promise<unknown>) =>
  (await entriesOf(work)).map(({ action }) => action);

const all = appointmentFilterSchema.parse({});
const patients = patientFilterSchema.parse({ q: "pat", limit: "100" });

describe("lists of administrators", () => {
  it("show no words of appointments, and leave one entry for all patients", async () => {
    const other = (await makePatient()).actor;
    await book(at(9), other);
    const { doctorId: doctor } = world.doctor;
    let items: { reason: string | null }[] = [];
    const entries = await entriesOf(async () => {
      ({ items } = await listAppointments(world.admin, { ...all, doctor }, now));
    });
    expect(items.map(({ reason }) => reason)).toEqual([null, null]);
    expect(entries).toEqual([
      {
        action: "appointment.list",
        actor_id: world.admin.userId,
        patient_id: null,
        entity_id: null,
        detail: {
          patients: [other.patientId, patientId],
          listed: true,
          purpose: "oversight",
        },
      },
    ]);
  });

  it("are in the access log of each patient, without the others, and in the audit trail of each", async () => {
    const other = (await makePatient()).actor;
    await book(at(9), other);
    await listAppointments(world.admin, { ...all, doctor: world.doctor.doctorId }, now);
    const { rows } = await rawAs(
      world.patient,
      `SELECT action, detail FROM access_log('${patientId}', NULL, 1)`,
    );
    expect(rows).toMatchObject([{ action: "appointment.list" }]);
    expect(JSON.stringify(rows)).not.toContain(other.patientId);
    for (const who of [world.patient, other]) {
      const id = who.patientId ?? "";
      const { items } = await listAccess(who, id, { limit: 1 });
      expect(items).toMatchObject([
        { action: "appointment.list", purpose: "oversight", who: { role: "admin" } },
      ]);
      const { items: found } = await listAudit(
        world.admin,
        auditFilterSchema.parse({ patient: id, action: "appointment.list" }),
      );
      expect(found).toMatchObject([{ patientId: null, detail: { patients: 2 } }]);
    }
  });

  it("carry no words wherever appointments are drawn, and each leaves an entry", async () => {
    const readings = [
      () => getAdminOverview(world.admin, now),
      () =>
        getCalendar(world.admin, { doctor: world.doctor.doctorId, date: day("2025-01-08") }, now),
    ];
    for (const read of readings) {
      let found: unknown;
      expect(
        await actionsOf(async () => {
          found = await read();
        }),
      ).toEqual(["appointment.list"]);
      expect(JSON.stringify(found)).toContain(visit);
      expect(JSON.stringify(found)).not.toContain("canary");
    }
  });

  it.each([
    ["patients by name", "patient.list", () => listPatients(world.admin, patients, now)],
    ["profiles", "profile.read", () => listProfiles(world.admin, patients, now)],
    ["a search at the desk", "patient.list", () => getDesk(world.admin, { q: "pat" }, now)],
    [
      "a patient at the desk",
      "patient.list",
      () => getDesk(world.admin, { patient: patientId }, now),
    ],
    [
      "accounts",
      "account.list",
      () => searchAccounts(world.admin, accountFilterSchema.parse({ q: "Pat Test", limit: "100" })),
    ],
    [
      "the audit trail",
      "audit.read",
      () => listAudit(world.admin, auditFilterSchema.parse({ limit: "100" })),
    ],
    [
      "a patient's access log",
      "access-log.read",
      () => listAccess(world.admin, patientId, { limit: 5 }),
    ],
  ])("leave an entry: %s", async (_what, action, read) => {
    expect(await actionsOf(read)).toEqual([action]);
  });

  it("leave an entry about visits that a change of hours affects, also when it only asks", async () => {
    const change = (ask: boolean) =>
      replaceWorkingHours(world.admin, world.doctor.doctorId, weekdays("10:00", "17:00"), {
        now,
        ask,
      });
    for (const ask of [true, false]) {
      let impact: unknown;
      const actions = await actionsOf(async () => {
        impact = await change(ask);
      });
      expect(impact).toMatchObject({ affected: [{ appointment: { id: visit, reason: null } }] });
      expect(actions).toEqual(["appointment.list"]);
    }
  });
});

describe("an appointment", () => {
  it("is opened by an administrator with its words, and with an entry", async () => {
    for (const open of [
      async () => (await getAppointment(world.admin, visit, now)).appointment.reason,
      async () => (await readAppointment(world.admin, visit, now)).reason,
      async () => {
        const { items } = await listAppointmentEvents(world.admin, visit, {
          cursor: undefined,
          limit: 20,
        });
        return items.length > 0 ? REASON : null;
      },
    ]) {
      let reason: string | null = null;
      const entries = await entriesOf(async () => {
        reason = await open();
      });
      expect(reason).toBe(REASON);
      expect(entries).toMatchObject([
        { action: "appointment.read", entity_id: visit, detail: { purpose: "oversight" } },
      ]);
    }
  });

  it("leaves no entry where its sides read it, one or in a list, or where only its time is asked", async () => {
    const { actor } = world.doctor;
    for (const read of [
      () => listAppointments(actor, all, now),
      () => getAppointment(actor, visit, now),
      () => getDoctorDay(actor, now),
      () => getAppointment(world.patient, visit, now),
      () => listAppointments(world.patient, all, now),
      () => previewMove(world.admin, visit, { startsAt: at(9) }, now),
    ]) {
      expect(await actionsOf(read)).toEqual([]);
    }
    const { items } = await listAppointments(actor, all, now);
    expect(items[0]?.reason).toBe(REASON);
  });

  it("leaves an entry when its booking is answered again to an administrator", async () => {
    const input = { doctorId: world.doctor.doctorId, startsAt: at(9), patientId, reason: REASON };
    const again = () => bookAppointment(world.admin, input, { now, idempotencyKey: "k" });
    const { id } = await again();
    expect(await entriesOf(again)).toMatchObject([{ action: "appointment.read", entity_id: id }]);
  });
});

describe("a record", () => {
  it("leaves an entry when its author changes nothing, and when they change it", async () => {
    await changeStatus(world.doctor.actor, visit, "approve", { now });
    const { actor } = world.doctor;
    let id = "";
    const written = await actionsOf(async () => {
      ({ id } = await writeRecord(actor, patientId, recordInput(), { now }));
    });
    expect(written).toEqual(["medical_records.insert"]);
    expect(await entriesOf(() => amendRecord(actor, id, {}, { now }))).toMatchObject([
      { action: "record.read", entity_id: id, detail: { purpose: "treatment" } },
    ]);
    expect(await actionsOf(() => amendRecord(actor, id, { notes: "x" }, { now }))).toEqual([
      "record.read",
      "medical_records.update",
    ]);
  });

  it("leaves an entry when allergies are held against its prescriptions", async () => {
    await changeStatus(world.doctor.actor, visit, "approve", { now });
    const check = () => prescribedAgainst(world.doctor.actor, patientId, [{ drug: "Amoxicillin" }]);
    expect(await actionsOf(check)).toEqual(["history.read"]);
    const entry = { kind: "allergy" as const, name: "Penicillin" };
    expect(await actionsOf(() => addEntry(world.doctor.actor, patientId, entry, { now }))).toEqual([
      "history_entries.insert",
    ]);
  });

  it("is handed out whole by an administrator, with the words of appointments, in one entry", async () => {
    let whole: unknown;
    const actions = await actionsOf(async () => {
      whole = await getWholeRecord(world.admin, patientId, undefined, now);
    });
    expect(whole).toMatchObject({ appointments: [{ id: visit, reason: REASON }] });
    expect(actions).toEqual(["record.export"]);
  });
});

it("notes all namesakes who are found in an emergency, and the open accesses that are listed", async () => {
  const { patientId: namesake } = await makePatient();
  await testDatabase().superuser.query(
    "UPDATE patients SET full_name = 'Eva Zwilling', date_of_birth = '1985-02-14' WHERE id = ANY ($1)",
    [[patientId, namesake]],
  );
  const { actor } = await makeDoctor();
  const form = { name: "Eva Zwilling", dateOfBirth: day("1985-02-14"), reason: "Fell" };
  const find = (patient?: string) => openEmergencyAccessByName(actor, { ...form, patient });
  const found = { action: "patient.list", detail: { purpose: "emergency" } };
  const [entry, ...others] = await entriesOf(() => find());
  expect(entry).toMatchObject(found);
  expect(entry?.detail.patients?.toSorted()).toEqual([patientId, namesake].toSorted());
  expect(others).toEqual([]);
  await find(patientId);
  expect(await entriesOf(() => listOpenAccesses(actor))).toMatchObject([
    { ...found, patient_id: patientId },
  ]);
});

// Fails without the await of writeNotes in asActor.
it("gives nothing that cannot be noted", async () => {
  const { superuser } = testDatabase();
  const note = "FUNCTION audit_note(text, text, uuid, uuid, jsonb)";
  await superuser.query(`REVOKE EXECUTE ON ${note} FROM slotwell_app`);
  try {
    await expect(getAppointment(world.admin, visit, now)).rejects.toThrow();
    await expect(listAppointments(world.admin, all, now)).rejects.toThrow();
    expect((await getAppointment(world.patient, visit, now)).appointment.reason).toBe(REASON);
  } finally {
    await superuser.query(`GRANT EXECUTE ON ${note} TO slotwell_app`);
  }
});
