import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { anonymous, type ProvenActor, type UserActor } from "../access/actor.ts";
import { bookAppointment } from "../appointments/book.ts";
import { changeStatus } from "../appointments/commands.ts";
import { getDesk } from "../appointments/desk.ts";
import { listMoveTimes } from "../appointments/move-times.ts";
import { getAdminOverview } from "../appointments/overview.ts";
import { proposeTimes } from "../appointments/propose.ts";
import { getAppointment } from "../appointments/queries.ts";
import { rescheduleAppointment } from "../appointments/reschedule.ts";
import { SETTLED_AT_ONCE } from "../appointments/settle.ts";
import { listSlots } from "../availability/queries.ts";
import { searchSlots } from "../availability/search.ts";
import { slotSearchSchema } from "../availability/schema.ts";
import { disconnect } from "../db.ts";
import { getDoctor, listDirectoryChoices, searchDirectory } from "../people/queries.ts";
import { doctorFilterSchema } from "../people/schema.ts";
import { addTimeOff } from "../schedules/time-off.ts";
import { testDatabase } from "../testing/database.ts";
import { someCiphertext } from "../testing/encrypted.ts";
import { brokenInvariants } from "../testing/invariants.ts";
import { makeAdmin, makeDoctor, makePatient, type TestDoctor } from "../testing/people.ts";
import { day } from "../testing/practice.ts";
import { rawAs } from "../testing/raw.ts";
import { changeAccount, disableAccount, enableAccount } from "./commands.ts";
import { getAhead } from "./queries.ts";

const now = new Date("2025-01-06T12:00:00Z");
const at = (on: number, minutes = 0) => new Date(Date.UTC(2025, 0, on, 14, minutes));
const { superuser } = testDatabase();

let admin: ProvenActor;
let leaving: TestDoctor;
let other: TestDoctor;
let patient: UserActor;

/** A doctor at the clinic of the one who leaves. */
async function colleague(): Promise<TestDoctor> {
  const doctor = await makeDoctor();
  await superuser.query("UPDATE doctors SET clinic_id = $2 WHERE id = $1", [
    doctor.doctorId,
    leaving.clinicId,
  ]);
  return { ...doctor, clinicId: leaving.clinicId };
}

beforeAll(async () => {
  admin = await makeAdmin();
});
beforeEach(async () => {
  leaving = await makeDoctor();
  other = await colleague();
  patient = (await makePatient()).actor;
});
afterAll(disconnect);

const request = async (startsAt: Date, who = patient, { doctorId } = leaving) =>
  (await bookAppointment(who, { doctorId, startsAt }, { now })).id;
async function confirmed(startsAt: Date, who = patient, doctor = leaving): Promise<string> {
  const id = await request(startsAt, who, doctor);
  await changeStatus(doctor.actor, id, "approve", { now });
  return id;
}
const disable = (more: object = {}, by = admin) =>
  changeAccount(by, leaving.actor.userId, { disabled: true, ...more }, now);
async function onOverview() {
  const { disabledDoctors } = await getAdminOverview(admin, now);
  return disabledDoctors.filter(({ userId }) => userId === leaving.actor.userId);
}
const seenBy = async (actor: UserActor, id: string) => getAppointment(actor, id, now);
const treats = async ({ actor }: TestDoctor) => {
  const { rows } = await rawAs(actor, `SELECT treats('${patient.patientId ?? ""}') AS treats`);
  return (rows as [{ treats: boolean }])[0].treats;
};

describe("a disabled doctor", () => {
  const range = { from: day("2025-01-07"), to: day("2025-01-14"), visitType: undefined };
  const inDirectory = async () => {
    const filter = doctorFilterSchema.parse({ clinic: leaving.clinicId });
    const { page } = await searchDirectory(anonymous, filter, now);
    const { doctors } = await listDirectoryChoices(anonymous);
    const search = slotSearchSchema.parse({ clinic: leaving.clinicId, from: "2025-01-07" });
    const { items } = await searchSlots(anonymous, search, now);
    const desk = await getDesk(admin, { patient: patient.patientId ?? "" }, now);
    const has = (ids: string[]) => ids.includes(leaving.doctorId);
    return [
      has(page.items.map(({ id }) => id)),
      has(doctors.map(({ id }) => id)),
      has(items.map(({ doctor }) => doctor.id)),
      has(desk.doctors.map(({ id }) => id)),
    ];
  };

  it.each([
    ["by an admin's hand", { disabled: true }, { disabled: false }],
    ["by another role", { role: "admin" }, { role: "doctor" }],
  ] as const)("is in no directory, %s, and back again afterwards", async (_how, away, back) => {
    expect(await inDirectory()).toEqual([true, true, true, true]);
    await changeAccount(admin, leaving.actor.userId, away, now);
    expect(await inDirectory()).toEqual([false, false, false, false]);
    for (const ask of [
      () => getDoctor(anonymous, leaving.doctorId, now),
      () => listSlots(anonymous, leaving.doctorId, range, now),
      () => request(at(8)),
    ]) {
      await expect(ask()).rejects.toMatchObject({ code: "not_found" });
    }
    await changeAccount(admin, leaving.actor.userId, back, now);
    expect(await inDirectory()).toEqual([true, true, true, true]);
    // With the hours and rules that they had.
    expect((await listSlots(anonymous, leaving.doctorId, range, now)).slots).not.toEqual([]);
    await request(at(8));
  });

  it("stays closed to new patients if they were before", async () => {
    await superuser.query("UPDATE doctors SET accepting_patients = false WHERE id = $1", [
      leaving.doctorId,
    ]);
    await disableAccount(admin, leaving.actor.userId, now);
    await enableAccount(admin, leaving.actor.userId, now);
    await expect(request(at(8))).rejects.toMatchObject({ detail: { why: "not_accepting" } });
  });

  it("keeps what is agreed, which patients can cancel and cannot move", async () => {
    const id = await confirmed(at(9));
    expect(await disable()).toMatchObject({
      state: "disabled",
      appointments: { ahead: 1, next: [at(9).toISOString()], settled: 0, left: [] },
    });
    const days = { from: day("2025-01-09"), to: day("2025-01-12") };
    expect((await listMoveTimes(patient, id, days, now)).slots).toEqual([]);
    await expect(rescheduleAppointment(patient, id, at(10), { now })).rejects.toMatchObject({
      code: "slot_unavailable",
      detail: { why: "not_accepting" },
    });
    const { appointment, listed } = await seenBy(patient, id);
    // The page offers other doctors instead of this one's.
    expect(listed).toBe(false);
    expect(appointment.doctor).toMatchObject({ id: leaving.doctorId, name: "Dr. Test" });
    expect(await changeStatus(patient, id, "cancel", { now })).toMatchObject({
      status: "canceled",
    });
  });

  // Fails without disabled_at in appointments_of_open_accounts.
  it("gets no appointment from the database either", async () => {
    await disable();
    const { doctorId, clinicId, visitTypeId } = leaving;
    const insert = `INSERT INTO appointments (patient_id, doctor_id, clinic_id, visit_type_id, starts_at, ends_at, status, event, expires_at)
      VALUES ('${patient.patientId ?? ""}', '${doctorId}', '${clinicId}', '${visitTypeId}', '2025-01-08T14:00Z', '2025-01-08T14:30Z',
        'pending', 'requested', '2025-01-08T14:00Z')`;
    await expect(rawAs(patient, insert)).rejects.toMatchObject({
      constraint: "accounts_stay_closed",
    });
  });
});

describe("what lies ahead of a doctor who is disabled", () => {
  it("is shown before, with doctors who could take it", async () => {
    const ids = [await confirmed(at(8)), await request(at(8, 30)), await confirmed(at(9))];
    await confirmed(at(9), (await makePatient()).actor, other);
    const stranger = await makeDoctor();
    const ahead = await getAhead(admin, leaving.actor.userId, now);
    expect(ahead.count).toBe(3);
    expect(ahead.next.map(({ id }) => id)).toEqual(ids);
    expect(ahead.doctors).toEqual([
      { id: other.doctorId, name: "Dr. Test", specialization: "cardiology", free: 2 },
    ]);
    expect(ahead.doctors.map(({ id }) => id)).not.toContain(stranger.doctorId);
  });

  it("stays where nothing else is asked for, and admins see it on their overview", async () => {
    await confirmed(at(8));
    await confirmed(at(9));
    expect(await onOverview()).toEqual([]);
    await disable();
    expect(await onOverview()).toEqual([
      {
        userId: leaving.actor.userId,
        name: "Dr. Test",
        count: 2,
        next: at(8).toISOString(),
        timeZone: "America/New_York",
      },
    ]);
    await disable({ appointments: "cancel", reason: "She has left." });
    expect(await onOverview()).toEqual([]);
  });

  it("is canceled with a message to the patients", async () => {
    const ids = [await confirmed(at(8)), await request(at(8, 30))];
    const canceled = await disable({ appointments: "cancel", reason: "Dr. Test has left us." });
    expect(canceled).toMatchObject({
      state: "disabled",
      appointments: { ahead: 0, next: [], settled: 2, left: [] },
    });
    for (const id of ids) {
      const { appointment, events } = await seenBy(patient, id);
      expect(appointment).toMatchObject({
        status: "canceled",
        statusReason: "Dr. Test has left us.",
      });
      expect(events.at(-1)).toMatchObject({ type: "canceled", reason: "Dr. Test has left us." });
    }
    const { rows } = await superuser.query<{ text: string }>(
      "SELECT string_agg(status_reason, ' ') AS text FROM appointments WHERE id = ANY ($1)",
      [ids],
    );
    expect(rows[0]?.text).not.toContain("left us");
    expect(await brokenInvariants()).toEqual({});
  });

  it("goes to a doctor who is free then; what does not fit is named and stays", async () => {
    const [fits, requested, taken, away] = [
      await confirmed(at(8)),
      await request(at(8, 30)),
      await confirmed(at(9)),
      await confirmed(at(10)),
    ];
    await confirmed(at(9), (await makePatient()).actor, other);
    const exact = { startsAt: at(10, -60), endsAt: at(10, 60), reason: null };
    await addTimeOff(other.actor, other.doctorId, exact, { now });
    const given = { appointments: "reassign", reassignTo: other.doctorId, reason: "She retires." };
    expect(await disable(given)).toMatchObject({
      appointments: {
        ahead: 2,
        next: [at(9).toISOString(), at(10).toISOString()],
        settled: 2,
        left: [
          { id: taken, startsAt: at(9).toISOString(), why: "booked" },
          { id: away, startsAt: at(10).toISOString(), why: "time_off" },
        ],
      },
    });
    const { appointment, events } = await seenBy(patient, fits);
    expect(appointment).toMatchObject({
      status: "confirmed",
      startsAt: at(8).toISOString(),
      doctor: { id: other.doctorId },
      visitType: { id: other.visitTypeId, minutes: 30 },
      statusReason: "She retires.",
    });
    expect(events.at(-1)).toMatchObject({
      type: "reassigned",
      byRole: "admin",
      fromDoctor: { id: leaving.doctorId },
      toDoctor: { id: other.doctorId },
    });
    // A request stays one, for the new doctor to answer.
    const asked = (await seenBy(other.actor, requested)).appointment;
    expect(asked).toMatchObject({ status: "pending", permits: { approve: true } });
    await changeStatus(other.actor, requested, "approve", { now });
    expect((await seenBy(admin, taken)).appointment.doctor.id).toBe(leaving.doctorId);
    expect(await brokenInvariants()).toEqual({});
  });

  it("begins the care of the new doctor by the admin's act, and ends that of the old one", async () => {
    const id = await confirmed(at(8));
    await superuser.query(
      "INSERT INTO medical_records (patient_id, doctor_id, diagnosis, treatment) VALUES ($1, $2, $3, $3)",
      [patient.patientId, leaving.doctorId, someCiphertext],
    );
    expect([await treats(leaving), await treats(other)]).toEqual([true, false]);
    await disable({ appointments: "reassign", reassignTo: other.doctorId });
    expect([await treats(leaving), await treats(other)]).toEqual([false, true]);
    await expect(seenBy(leaving.actor, id)).rejects.toMatchObject({ code: "not_found" });
    const { rows } = await superuser.query(
      "SELECT actor_id, detail -> 'changed' ? 'doctor_id' AS noted FROM audit_events WHERE entity_id = $1 ORDER BY seq DESC LIMIT 1",
      [id],
    );
    expect(rows).toEqual([{ actor_id: admin.userId, noted: true }]);
  });

  it("is agreed by the admin's act also where only the doctor had wanted it", async () => {
    const id = await confirmed(at(8));
    await superuser.query("ALTER TABLE appointments DISABLE TRIGGER USER");
    await superuser.query("UPDATE appointments SET agreed = false WHERE id = $1", [id]);
    await superuser.query("ALTER TABLE appointments ENABLE TRIGGER USER");
    await disable({ appointments: "reassign", reassignTo: other.doctorId });
    expect(await treats(other)).toBe(true);
  });

  it("ends the proposals of a request and frees their times", async () => {
    const id = await request(at(8));
    await proposeTimes(leaving.actor, id, [at(9), at(10)], { now });
    await disable({ appointments: "reassign", reassignTo: other.doctorId });
    const { rows } = await superuser.query("SELECT FROM slot_holds WHERE appointment_id = $1", [
      id,
    ]);
    expect(rows).toEqual([]);
    expect((await seenBy(patient, id)).appointment).toMatchObject({
      status: "pending",
      proposals: [],
    });
    expect(await brokenInvariants()).toEqual({});
  });

  it("is settled batch by batch, also when sent again with another doctor for the rest", async () => {
    // One more than a batch has.
    const slots = Array.from({ length: SETTLED_AT_ONCE + 1 }, (_, index) =>
      at(8 + Math.floor(index / 16), (index % 16) * 30),
    );
    await superuser.query(
      `INSERT INTO appointments (patient_id, doctor_id, clinic_id, visit_type_id, starts_at, ends_at, status, event)
       SELECT $1, $2, $3, $4, t, t + interval '30 minutes', 'confirmed', 'booked' FROM unnest($5::timestamptz[]) t`,
      [patient.patientId, leaving.doctorId, leaving.clinicId, leaving.visitTypeId, slots],
    );
    await confirmed(at(8), (await makePatient()).actor, other);
    await confirmed(at(20), (await makePatient()).actor, other);
    const first = await disable({ appointments: "reassign", reassignTo: other.doctorId });
    expect(first.appointments).toMatchObject({ settled: SETTLED_AT_ONCE - 1, ahead: 2 });
    expect(first.appointments.left.map(({ startsAt, why }) => [startsAt, why])).toEqual([
      [at(8).toISOString(), "booked"],
      [at(20).toISOString(), "booked"],
    ]);
    const third = await colleague();
    const rest = await disable({ appointments: "reassign", reassignTo: third.doctorId });
    expect(rest.appointments).toEqual({ ahead: 0, next: [], settled: 2, left: [] });
  });

  it("goes to no doctor of another clinic, who is disabled, or who does not exist", async () => {
    const id = await confirmed(at(8));
    const elsewhere = await makeDoctor();
    const moved = await disable({ appointments: "reassign", reassignTo: elsewhere.doctorId });
    expect(moved.appointments.left).toEqual([
      { id, startsAt: at(8).toISOString(), why: "other_clinic" },
    ]);
    await disableAccount(admin, other.actor.userId, now);
    for (const reassignTo of [other.doctorId, leaving.doctorId, patient.userId]) {
      await expect(disable({ appointments: "reassign", reassignTo })).rejects.toMatchObject({
        code: "invalid",
        detail: { issues: [{ path: "reassignTo", message: "no_doctor" }] },
      });
    }
  });

  it("is neither disabled nor settled in part if the first batch fails", async () => {
    await confirmed(at(8));
    const given = { appointments: "reassign", reassignTo: patient.userId };
    await expect(disable(given)).rejects.toMatchObject({ code: "invalid" });
    const { rows } = await superuser.query("SELECT disabled_at FROM users WHERE id = $1", [
      leaving.actor.userId,
    ]);
    expect(rows).toEqual([{ disabled_at: null }]);
  });

  it("is reassigned by no one but an admin, and by no other event", async () => {
    const id = await confirmed(at(8));
    const update = (event: string) =>
      `UPDATE appointments SET doctor_id = '${other.doctorId}', visit_type_id = '${other.visitTypeId}', event = '${event}',
         version = version + 1 WHERE id = '${id}'`;
    for (const actor of [leaving.actor, patient]) {
      await expect(rawAs(actor, update("reassigned"))).rejects.toMatchObject({
        constraint: "appointments_lifecycle",
      });
    }
    await expect(rawAs(admin, update("approved"))).rejects.toMatchObject({
      constraint: "appointments_identity",
    });
    await disableAccount(admin, other.actor.userId, now);
    await expect(rawAs(admin, update("reassigned"))).rejects.toMatchObject({
      constraint: "accounts_stay_closed",
    });
  });

  // Fails without the lock of the schedule that claim_account and bookings take.
  it("overlooks no appointment that is booked at the same time", async () => {
    const patients = await Promise.all([1, 2, 3, 4].map(async () => (await makePatient()).actor));
    const bookings = patients.map((who, index) => request(at(8, index * 30), who));
    const [settled, ...booked] = await Promise.allSettled([
      disable({ appointments: "cancel", reason: "Gone." }),
      ...bookings,
    ]);
    expect(settled.status).toBe("fulfilled");
    for (const result of booked) {
      if (result.status === "rejected") {
        expect(result.reason).toMatchObject({ code: "not_found" });
      }
    }
    const { rows } = await superuser.query<{ count: number }>(
      "SELECT count(*)::int AS count FROM appointments WHERE doctor_id = $1 AND status IN ('pending', 'confirmed')",
      [leaving.doctorId],
    );
    expect(rows).toEqual([{ count: 0 }]);
    expect(await brokenInvariants()).toEqual({});
  });
});

describe("of a patient who is disabled", () => {
  it("appointments are canceled or kept, and go to no other", async () => {
    const id = await confirmed(at(8));
    const account = patient.userId;
    const change = (more: object) =>
      changeAccount(admin, account, { disabled: true, ...more }, now);
    await expect(
      change({ appointments: "reassign", reassignTo: other.doctorId }),
    ).rejects.toMatchObject({
      detail: { issues: [{ path: "appointments", message: "no_doctor" }] },
    });
    expect((await change({})).appointments).toMatchObject({ ahead: 1 });
    expect((await getAhead(admin, account, now)).doctors).toEqual([]);
    const { appointments } = await change({ appointments: "cancel", reason: "Account closed." });
    expect(appointments).toMatchObject({ ahead: 0, settled: 1 });
    expect((await seenBy(leaving.actor, id)).appointment.status).toBe("canceled");
  });
});
