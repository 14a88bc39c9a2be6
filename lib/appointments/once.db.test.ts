import { createHash, randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { UserActor } from "../access/actor.ts";
import { disconnect } from "../db.ts";
import { matchesHash } from "../encryption/keyed.ts";
import { testDatabase } from "../testing/database.ts";
import { makeDoctor, makePatient, type TestDoctor } from "../testing/people.ts";
import { bookAppointment } from "./book.ts";
import { changeStatus, pruneIdempotencyKeys } from "./commands.ts";
import { acceptProposal, proposeTimes } from "./propose.ts";
import { getAppointment } from "./queries.ts";
import { rescheduleAppointment } from "./reschedule.ts";

const now = new Date("2025-01-06T12:00:00Z");
const later = (hours: number) => new Date(now.getTime() + hours * 3_600_000);
const at = (day: number, minutes = 0) => new Date(Date.UTC(2025, 0, day, 14, minutes));

let doctor: TestDoctor;
let patient: UserActor;
let other: UserActor;

beforeAll(async () => {
  doctor = await makeDoctor();
  patient = (await makePatient()).actor;
  other = (await makePatient()).actor;
});
afterAll(disconnect);

const book = (startsAt: Date, idempotencyKey?: string, who = patient, reason = "Headache") =>
  bookAppointment(who, { doctorId: doctor.doctorId, startsAt, reason }, { now, idempotencyKey });

const versionOf = async (id: string) =>
  (await getAppointment(doctor.actor, id, now)).appointment.version;

// Fails without `rowAt`: the appointment as it is now would differ.
it("gives the very same answer again, whatever has happened since", async () => {
  const first = await book(at(8), "answer");
  const approve = { now, idempotencyKey: "approve", expectedVersion: 1 };
  const approved = await changeStatus(doctor.actor, first.id, "approve", approve);
  const declineKey = { now, idempotencyKey: "cancel", reason: "Ill", expectedVersion: 2 };
  const canceled = await changeStatus(doctor.actor, first.id, "cancel", declineKey);
  expect(await book(at(8), "answer")).toEqual(first);
  expect(await changeStatus(doctor.actor, first.id, "approve", approve)).toEqual(approved);
  expect(await changeStatus(doctor.actor, first.id, "cancel", declineKey)).toEqual(canceled);
  expect(canceled).toMatchObject({ statusReason: "Ill", version: 3 });
  expect(await versionOf(first.id)).toBe(3);
});

it("holds for every change: moving, proposing, accepting, overbooking", async () => {
  const { id } = await book(at(9));
  const change = (idempotencyKey: string) => ({ now, idempotencyKey });
  const twice = async <T>(work: () => Promise<T>) => {
    const first = await work();
    expect(await work()).toEqual(first);
  };
  await twice(() => rescheduleAppointment(patient, id, at(10), change("move")));
  await twice(() => proposeTimes(doctor.actor, id, [at(13), at(14)], change("propose")));
  await twice(() => acceptProposal(patient, id, at(14), change("accept")));
  const overbooking = { ...change("overbook"), overbookReason: "Emergency" };
  await twice(() => rescheduleAppointment(doctor.actor, id, at(15), overbooking));
  expect(await versionOf(id)).toBe(5);
});

// Fails without the comparison of request_hash in `answeredBefore`.
it("refuses the key for anything else, and changes nothing", async () => {
  const { id } = await book(at(16), "mismatch");
  const mismatch = { code: "idempotency_mismatch" };
  await expect(book(at(17), "mismatch")).rejects.toMatchObject(mismatch);
  await expect(book(at(16), "mismatch", patient, "Toothache")).rejects.toMatchObject(mismatch);
  await expect(
    changeStatus(patient, id, "cancel", { now, idempotencyKey: "mismatch" }),
  ).rejects.toMatchObject(mismatch);
  expect(await versionOf(id)).toBe(1);
});

// Fails if the claim is not written in the work's own transaction.
it("leaves a key free when the request is refused", async () => {
  await book(at(20));
  await expect(book(at(20), "refused", other)).rejects.toMatchObject({ code: "slot_taken" });
  expect((await book(at(20, 30), "refused", other)).status).toBe("pending");
});

// Fails without the claim before the work: both twins would do it, or one would meet an error.
it("lets two at once through as one, with equal answers", async () => {
  const [one, two] = await Promise.all([book(at(21), "twins"), book(at(21), "twins")]);
  expect(two).toEqual(one);
  const move = { now, idempotencyKey: "twin moves" };
  const moves = await Promise.all(
    [0, 1].map(() => rescheduleAppointment(patient, one.id, at(22), move)),
  );
  expect(moves[0]).toEqual(moves[1]);
  expect(await versionOf(one.id)).toBe(2);
});

it("belongs to one person: the same key of another means another request", async () => {
  const mine = await book(at(23), "shared");
  const theirs = await book(at(23, 30), "shared", other);
  expect(theirs.id).not.toBe(mine.id);
  expect(theirs.patient.id).toBe(other.patientId);
});

// Fails without the key of `keyedHash`: a SHA-256 of the request says which reason was given.
it("keeps id and version of the answer alone, and of the request no hash without a key", async () => {
  const reasons = ["Headache", "HIV test"];
  const { id } = await book(at(24), "pruned", patient, "HIV test");
  const asked = (reason: string) => {
    const request = [doctor.doctorId, undefined, at(24), reason, undefined, undefined];
    return ["appointment.book", ...request];
  };
  const candidates = reasons.flatMap((reason) => [
    JSON.stringify(asked(reason)),
    JSON.stringify([patient.userId, "pruned", asked(reason)]),
  ]);
  const [kept = {}] = await keptFor("pruned");
  expect(kept).toEqual({
    user_id: patient.userId,
    key: "pruned",
    request_hash: expect.stringMatching(/^test:/) as string,
    appointment_id: id,
    version: 1,
    created_at: now,
  });
  const [, hash] = String(kept["request_hash"]).split(":");
  for (const text of candidates) {
    expect(hash).not.toBe(createHash("sha256").update(text).digest("base64url"));
  }
  expect(candidates.some((text) => matchesHash("idempotency request", text, `test:${hash}`))).toBe(
    true,
  );
});

// Fails if the answer is built without the actor's scope.
it("gives no answer about an appointment that the actor may no longer read", async () => {
  const again = { now, idempotencyKey: "approved then" };
  const { id } = await book(at(27), "requested");
  await changeStatus(doctor.actor, id, "approve", again);
  const elsewhere = { ...doctor.actor, doctorId: randomUUID() };
  await expect(changeStatus(elsewhere, id, "approve", again)).rejects.toMatchObject({
    code: "not_found",
  });
});

it("forgets keys after a day", async () => {
  await book(at(28), "forgotten");
  await pruneIdempotencyKeys(later(23));
  expect(await keptFor("forgotten")).toHaveLength(1);
  expect(await pruneIdempotencyKeys(later(25))).toBeGreaterThan(0);
  expect(await keptFor("forgotten")).toHaveLength(0);
});

async function keptFor(key: string): Promise<Record<string, unknown>[]> {
  const { rows } = await testDatabase().superuser.query<Record<string, unknown>>(
    "SELECT * FROM idempotency_keys WHERE key = $1",
    [key],
  );
  return rows;
}
