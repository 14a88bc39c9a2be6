import { beforeEach, describe, expect, it } from "vitest";
import type { UserActor } from "../access/actor.ts";
import { bookAppointment } from "../appointments/book.ts";
import { changeStatus, expireRequests, type StatusEvent } from "../appointments/commands.ts";
import { testDatabase } from "../testing/database.ts";
import { someCiphertext } from "../testing/encrypted.ts";
import { at, now, openPractice, world } from "../testing/practice.ts";
import { rawAs, setActor } from "../testing/raw.ts";
import { confirmedVisit, write } from "../testing/records.ts";
import { saveDraft } from "./drafts.ts";
import { getNewWriting } from "./writing.ts";

// A record is about a visit that took place, or has begun: by command, draft, page and raw SQL.

openPractice();
const { superuser, app } = testDatabase();
const patientId = () => world.patient.patientId ?? "";
const doctor = () => world.doctor.actor;

beforeEach(() => confirmedVisit(7));

async function visitAfter(...events: [who: () => UserActor, event: StatusEvent, when: Date][]) {
  const input = { doctorId: world.doctor.doctorId, startsAt: at(8) };
  const { id } = await bookAppointment(world.patient, input, { now });
  for (const [who, event, when] of events) {
    await changeStatus(who(), id, event, { now: when, reason: "A reason" });
  }
  return id;
}

const approved = [doctor, "approve", now] as const;
const after = at(8, 60);

const VISITS: [name: string, make: () => Promise<string>, when: Date, why: string | null][] = [
  ["has begun", () => visitAfter([...approved]), at(8), null],
  ["is completed", () => visitAfter([...approved], [doctor, "complete", at(8)]), after, null],
  [
    "was completed long ago",
    () => visitAfter([...approved], [doctor, "complete", after]),
    at(90),
    null,
  ],
  ["begins in a minute", () => visitAfter([...approved]), at(8, -1), "visit_ahead"],
  ["is two days ahead", () => visitAfter([...approved]), now, "visit_ahead"],
  ["waits for an answer", () => visitAfter(), now, "visit_unanswered"],
  ["was declined", () => visitAfter([doctor, "decline", now]), after, "visit_canceled"],
  [
    "was canceled by the patient",
    () => visitAfter([() => world.patient, "cancel", now]),
    after,
    "visit_canceled",
  ],
  [
    "was canceled by the doctor",
    () => visitAfter([...approved], [doctor, "cancel", now]),
    after,
    "visit_canceled",
  ],
  ["was missed", () => visitAfter([...approved], [doctor, "noShow", at(8)]), after, "visit_missed"],
  [
    "was missed, which was then corrected",
    () => visitAfter([...approved], [doctor, "noShow", at(8)], [doctor, "complete", after]),
    after,
    null,
  ],
  [
    "expired without an answer",
    async () => {
      const id = await visitAfter();
      await expireRequests(after);
      return id;
    },
    after,
    "visit_unanswered",
  ],
];

const INSERT_RECORD = (visit: string, createdAt: string) => `
  INSERT INTO medical_records (patient_id, doctor_id, appointment_id, diagnosis, treatment, created_at, updated_at)
  VALUES ('${patientId()}', '${world.doctor.doctorId}', '${visit}', '${someCiphertext}', '${someCiphertext}', ${createdAt}, now())`;
const INSERT_DRAFT = (visit: string, updatedAt: string) => `
  INSERT INTO record_drafts (doctor_id, appointment_id, content, updated_at)
  VALUES ('${world.doctor.doctorId}', '${visit}', '${someCiphertext}', ${updatedAt})`;

// Fails without the triggers medical_records_visit_begun and record_drafts_visit_begun.
describe.each(VISITS)("about a visit that %s", (_name, make, when, why) => {
  it(
    why ? `neither a record nor a draft is written (${why})` : "record and draft are written",
    async () => {
      const visit = await make();
      const subject = { id: visit, patientId: patientId() };
      const writing = await getNewWriting(doctor(), patientId(), visit, when);
      const drafted = saveDraft(doctor(), subject, { notes: "begun" }, when);
      expect(writing.refusal).toBe(why);
      if (why === null) {
        await drafted;
        expect((await write({ appointmentId: visit }, when)).appointment).toMatchObject({
          id: visit,
        });
        return;
      }
      const refused = { code: "illegal_transition", detail: { why } };
      await expect(drafted).rejects.toMatchObject(refused);
      await expect(write({ appointmentId: visit }, when)).rejects.toMatchObject(refused);
      const time = `'${when.toISOString()}'`;
      for (const sql of [INSERT_RECORD(visit, time), INSERT_DRAFT(visit, time)]) {
        await expect(rawAs(doctor(), sql)).rejects.toMatchObject({
          constraint: "records_of_begun_visits",
        });
      }
      const { rows } = await superuser.query(
        "SELECT FROM medical_records WHERE appointment_id = $1 UNION ALL SELECT FROM record_drafts WHERE appointment_id = $1",
        [visit],
      );
      expect(rows).toEqual([]);
    },
  );
});

it("does not take a visit for begun because raw SQL claims a later time", async () => {
  const visit = await visitAfter([...approved]);
  await superuser.query("ALTER TABLE appointments DISABLE TRIGGER USER");
  await superuser.query(
    "UPDATE appointments SET starts_at = now() + interval '1 day', ends_at = now() + interval '25 hours' WHERE id = $1",
    [visit],
  );
  await superuser.query("ALTER TABLE appointments ENABLE TRIGGER USER");
  const claimed = "now() + interval '2 days'";
  for (const sql of [INSERT_RECORD(visit, claimed), INSERT_DRAFT(visit, claimed)]) {
    await expect(rawAs(doctor(), sql)).rejects.toMatchObject({
      constraint: "records_of_begun_visits",
    });
  }
});

// Fails without FOR SHARE in about_a_begun_visit: the record is written while the visit is canceled.
it("waits for a cancellation that is being made", async () => {
  const visit = await visitAfter([...approved]);
  const canceling = await app.connect();
  await canceling.query("BEGIN");
  await setActor(canceling, doctor());
  await canceling.query(
    `UPDATE appointments SET status = 'canceled', event = 'canceled', version = version + 1 WHERE id = $1`,
    [visit],
  );
  const writing = rawAs(
    doctor(),
    `SELECT set_config('lock_timeout', '100', true); ${INSERT_RECORD(visit, "now()")}`,
  );
  const outcome = await writing.catch((error: unknown) => error);
  await canceling.query("COMMIT");
  canceling.release();
  expect(outcome).toMatchObject({ code: "55P03" });
});
