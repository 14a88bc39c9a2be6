import { describe, expect, it, vi } from "vitest";
import { testDatabase } from "../testing/database.ts";
import { brokenInvariants } from "../testing/invariants.ts";
import { makeDoctor, makePatient } from "../testing/people.ts";
import { at, book, now, openPractice, statusOf, world } from "../testing/practice.ts";
import { rawAs } from "../testing/raw.ts";
import { changeStatus } from "./commands.ts";
import { getAppointment, getDoctorDay, listAppointments } from "./queries.ts";
import { closeWithoutOutcome, listOpenEnds, recordOutcomes } from "./outcomes.ts";
import { appointmentFilterSchema } from "./schema.ts";

openPractice();

const { superuser } = testDatabase();
const DAY = 86_400_000;
/** The day after the appointments, which are on 8 January. */
const later = new Date("2025-01-09T12:00:00Z");
const afterDays = (days: number) => new Date(at(8, 30).getTime() + days * DAY);

/** A confirmed appointment on 8 January, so many minutes after nine. */
async function confirmed(minutes = 0, patient = world.patient): Promise<string> {
  const { id } = await book(at(8, minutes), patient);
  await changeStatus(world.doctor.actor, id, "approve", { now });
  return id;
}

const openEnds = async (when = later, actor = world.doctor.actor) =>
  (await listOpenEnds(actor, [], when)).items.map(({ id }) => id);
const asked = appointmentFilterSchema.parse({ needs: "outcome" });

/** As if the clinic had asked for outcomes all along. */
const askedSince = (since: string) =>
  superuser.query("UPDATE clinics SET outcomes_asked_since = $2 WHERE id = $1", [
    world.doctor.clinicId,
    since,
  ]);

/** Does `work` while another process has locked appointments. */
async function whileLocked<T>(ids: string[], work: () => Promise<T>): Promise<T> {
  const client = await superuser.connect();
  try {
    await client.query("BEGIN");
    await client.query("SELECT FROM appointments WHERE id = ANY ($1) FOR UPDATE", [ids]);
    return await work();
  } finally {
    await client.query("COMMIT");
    client.release();
  }
}

async function countWaiting(): Promise<number | undefined> {
  const { rows } = await superuser.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM pg_stat_activity
     WHERE datname = current_database() AND wait_event_type = 'Lock'`,
  );
  return rows[0]?.count;
}

describe("the list of those that need an outcome", () => {
  it("has what is over and confirmed, the oldest first, for the doctor and an admin", async () => {
    const second = await confirmed(30);
    const first = await confirmed();
    const declined = await book(at(8, 60));
    await changeStatus(world.doctor.actor, declined.id, "decline", { now, reason: "x" });
    await book(at(10));
    expect(await openEnds(now)).toEqual([]);
    expect(await openEnds(at(8, 29))).toEqual([]);
    expect(await openEnds(at(8, 30))).toEqual([first]);
    expect(await openEnds()).toEqual([first, second]);
    expect(await openEnds(later, world.stranger.actor)).toEqual([]);
    expect(await openEnds(later, world.admin)).toEqual(expect.arrayContaining([first, second]));
    await expect(listOpenEnds(world.patient, [], later)).rejects.toMatchObject({
      code: "forbidden",
    });
    const { openEnds: onDashboard } = await getDoctorDay(world.doctor.actor, later);
    expect(onDashboard.map(({ id }) => id)).toEqual([first, second]);
    const { items } = await listAppointments(world.doctor.actor, asked, later);
    expect(items.map(({ id }) => id)).toEqual([second, first]);
  });
});

describe("an outcome for several", () => {
  it("is recorded by the version that was seen; what has changed is left and named", async () => {
    const [one, two, three] = [await confirmed(), await confirmed(30), await confirmed(60)];
    const foreign = await makeDoctor();
    await changeStatus(world.doctor.actor, three, "noShow", { now: later });
    const seen = { [one]: 2, [two]: 2, [three]: 2, [foreign.doctorId]: 1 };
    const recorded = await recordOutcomes(world.doctor.actor, "complete", seen, later);
    expect(recorded).toEqual({ recorded: 2, failed: [three, foreign.doctorId] });
    expect([await statusOf(one), await statusOf(two), await statusOf(three)]).toMatchObject([
      { status: "completed", version: 3 },
      { status: "completed", version: 3 },
      { status: "no_show", version: 3 },
    ]);
    const named = await listOpenEnds(world.doctor.actor, recorded.failed, later);
    expect(named.named.map(({ id, status }) => [id, status])).toEqual([[three, "no_show"]]);
    // Sent again by an impatient hand: the same answer, and nothing more happens.
    expect(await recordOutcomes(world.doctor.actor, "complete", seen, later)).toEqual(recorded);
    expect(await brokenInvariants()).toEqual({});
  });

  it("leaves what is of another doctor, of the future, or for another role", async () => {
    const [past, future] = [await confirmed(), (await book(at(10))).id];
    await changeStatus(world.doctor.actor, future, "approve", { now });
    const seen = { [past]: 2, [future]: 2 };
    expect(await recordOutcomes(world.stranger.actor, "noShow", seen, later)).toEqual({
      recorded: 0,
      failed: [past, future],
    });
    await expect(recordOutcomes(world.patient, "complete", seen, later)).rejects.toMatchObject({
      code: "forbidden",
    });
    expect(await recordOutcomes(world.admin, "noShow", seen, later)).toEqual({
      recorded: 1,
      failed: [future],
    });
  });

  // Fails without FOR UPDATE in lockPlacedAll: both find the version that they saw.
  it("is recorded once by two who do it at once", async () => {
    const ids = [await confirmed(), await confirmed(30)];
    const seen = Object.fromEntries(ids.map((id) => [id, 2]));
    const both = await whileLocked(ids, async () => {
      const calls = [
        recordOutcomes(world.doctor.actor, "complete", seen, later),
        recordOutcomes(world.admin, "noShow", seen, later),
      ];
      await vi.waitFor(async () => expect(await countWaiting()).toBe(2), 10_000);
      return calls;
    });
    const recorded = (await Promise.all(both)).map((outcome) => outcome.recorded);
    expect(recorded.toSorted()).toEqual([0, 2]);
    expect(await brokenInvariants()).toEqual({});
  });
});

describe("an appointment without an outcome", () => {
  it("is completed after the clinic's days, by the system, and everyone sees how", async () => {
    await askedSince("2024-01-01");
    await superuser.query("UPDATE clinics SET outcome_days = 3 WHERE id = $1", [
      world.doctor.clinicId,
    ]);
    const id = await confirmed();
    expect((await statusOf(id)).closesAt).toBe(afterDays(3).toISOString());
    await closeWithoutOutcome(new Date(afterDays(3).getTime() - 1));
    expect(await statusOf(id)).toMatchObject({ status: "confirmed" });
    expect(await closeWithoutOutcome(afterDays(3))).toBe(1);
    expect(await closeWithoutOutcome(afterDays(4))).toBe(0);
    const { appointment, events } = await getAppointment(world.patient, id, afterDays(4));
    expect(appointment).toMatchObject({
      status: "completed",
      outcomeAssumed: true,
      closesAt: null,
      version: 3,
    });
    expect(events.at(-1)).toMatchObject({ type: "closed", byRole: null, toStatus: "completed" });
    const { rows } = await superuser.query(
      "SELECT actor_id, detail FROM audit_events WHERE entity_id = $1 ORDER BY seq DESC LIMIT 1",
      [id],
    );
    expect(rows).toMatchObject([{ actor_id: null, detail: { status: "completed" } }]);
  });

  it("can be corrected for 30 days, where what was recorded can be for one", async () => {
    await askedSince("2024-01-01");
    const [assumed, recorded] = [await confirmed(), await confirmed(30)];
    const { actor } = world.doctor;
    await changeStatus(actor, recorded, "complete", { now: later });
    await closeWithoutOutcome(afterDays(14));
    const twoDays = new Date(later.getTime() + 2 * DAY);
    await expect(changeStatus(actor, recorded, "noShow", { now: twoDays })).rejects.toMatchObject({
      code: "illegal_transition",
    });
    const tooLate = { now: new Date(afterDays(44).getTime() + 1) };
    await expect(changeStatus(actor, assumed, "noShow", tooLate)).rejects.toMatchObject({
      code: "illegal_transition",
    });
    const corrected = await changeStatus(actor, assumed, "noShow", { now: afterDays(44) });
    expect(corrected).toMatchObject({ status: "no_show", outcomeAssumed: false });
  });

  it("of before an upgrade is asked for as long as any other", async () => {
    await askedSince("2025-02-01T00:00:00Z");
    const id = await confirmed();
    expect((await statusOf(id)).closesAt).toBe("2025-02-15T00:00:00.000Z");
    await closeWithoutOutcome(new Date("2025-02-14T23:59:59Z"));
    expect(await statusOf(id)).toMatchObject({ status: "confirmed" });
    await closeWithoutOutcome(new Date("2025-02-15T00:00:00Z"));
    expect(await statusOf(id)).toMatchObject({ status: "completed" });
  });

  // Fails without FOR UPDATE SKIP LOCKED in close_without_outcome: the call waits for the other process.
  it("is left to the process that has it in hand, and closed once", async () => {
    await askedSince("2024-01-01");
    const other = (await makePatient()).actor;
    const [inHand, free] = [await confirmed(), await confirmed(30, other)];
    const when = afterDays(20);
    const closed = await whileLocked([inHand], () => closeWithoutOutcome(when));
    expect(closed).toBe(1);
    expect([await statusOf(inHand), await statusOf(free)]).toMatchObject([
      { status: "confirmed" },
      { status: "completed" },
    ]);
    const calls = await Promise.all([closeWithoutOutcome(when), closeWithoutOutcome(when)]);
    expect(calls.toSorted()).toEqual([0, 1]);
    expect(await brokenInvariants()).toEqual({});
  });

  it("is closed by no time that a caller makes up", async () => {
    await askedSince("2024-01-01");
    const startsAt = new Date(Date.now() - DAY);
    const { doctorId, clinicId, visitTypeId } = world.doctor;
    const { rows } = await superuser.query<{ id: string }>(
      `INSERT INTO appointments (patient_id, doctor_id, clinic_id, visit_type_id, starts_at, ends_at, status, event)
       VALUES ($1, $2, $3, $4, $5, $6, 'confirmed', 'booked') RETURNING id`,
      [
        world.patient.patientId,
        doctorId,
        clinicId,
        visitTypeId,
        startsAt,
        new Date(startsAt.getTime() + 1_800_000),
      ],
    );
    await rawAs(world.patient, "SELECT close_without_outcome('2999-01-01', 500)");
    expect(await statusOf(rows[0]?.id ?? "")).toMatchObject({ status: "confirmed" });
  });
});
