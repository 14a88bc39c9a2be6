import fc from "fast-check";
import { afterAll, expect, it } from "vitest";
import type { UserActor } from "../access/actor.ts";
import { asActor, disconnect } from "../db.ts";
import { DomainError } from "../errors.ts";
import { testDatabase } from "../testing/database.ts";
import { brokenInvariants } from "../testing/invariants.ts";
import {
  LifecycleModel,
  type Ask,
  type ModelAppointment,
  type Who,
} from "../testing/lifecycle-model.ts";
import { makeAdmin, makeDoctor, makePatient, type TestDoctor } from "../testing/people.ts";
import { sized } from "../testing/size.ts";
import { bookAppointment } from "./book.ts";
import { changeStatus, expireRequests, type Change, type StatusEvent } from "./commands.ts";
import { acceptProposal, proposeTimes } from "./propose.ts";
import { getAppointment } from "./queries.ts";
import { rescheduleAppointment } from "./reschedule.ts";
import type { AppointmentView } from "./views.ts";

// Appointments lead the life that a plain model of them predicts, on PostgreSQL, command by command.

afterAll(disconnect);

const MINUTE = 60_000;
// A Monday long past, so that the database's own clock agrees that visits have begun.
const MONDAY_NOON = Date.parse("2025-01-06T12:00:00Z");
const NEXT_YEAR = new Date("2026-01-01");
/** Three visits each on Wednesday and Thursday, from `first` minutes after 14:00 UTC. */
const slotsFrom = (first: number) =>
  [8, 9].flatMap((day) =>
    [0, 30, 60].map((minutes) => Date.UTC(2025, 0, day, 14, first + minutes)),
  );
// The second doctor's visits overlap two of the first's, which matters to a patient of both.
const SLOTS = [slotsFrom(0), slotsFrom(15)];

/** The world as the product has it. */
interface Real {
  doctors: TestDoctor[];
  patients: { actor: UserActor; patientId: string }[];
  admin: UserActor;
  ids: Map<ModelAppointment, string>;
  /** What was answered to requests with a key, and how to send them again, or another with that key. */
  answered: {
    again: (now: Date) => Promise<AppointmentView>;
    other: (now: Date) => Promise<AppointmentView>;
    answer: AppointmentView;
  }[];
}

type Send = (
  asking: { now: Date; idempotencyKey?: string | undefined },
  variant: string,
) => Promise<AppointmentView>;

class Step implements fc.AsyncCommand<LifecycleModel, Real> {
  readonly name: string;
  readonly check: (model: Readonly<LifecycleModel>) => boolean;
  readonly run: (model: LifecycleModel, real: Real) => Promise<void>;

  constructor(name: string, run: Step["run"], check: Step["check"] = () => true) {
    this.name = name;
    this.run = run;
    this.check = check;
  }

  toString(): string {
    return this.name;
  }
}

let keys = 0;

/** Sends a request and holds its answer, and the appointment it was about, against the model. */
async function hold(
  model: LifecycleModel,
  real: Real,
  predicted: string | ModelAppointment,
  about: ModelAppointment | null,
  keyed: boolean,
  send: Send,
): Promise<void> {
  const now = new Date(model.now);
  const idempotencyKey = keyed ? `key ${String(keys++)}` : undefined;
  let answer: AppointmentView | null = null;
  let refused = "";
  try {
    answer = await send({ now, idempotencyKey }, "");
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    refused = error.code;
  }
  expect(answer ? "done" : refused).toBe(typeof predicted === "string" ? predicted : "done");
  if (answer && typeof predicted !== "string") {
    real.ids.set(predicted, answer.id);
    expect(answer).toMatchObject({ status: model.statusOf(predicted), version: predicted.version });
    if (keyed) {
      real.answered.push({
        answer,
        again: (later) => send({ now: later, idempotencyKey }, ""),
        other: (later) => send({ now: later, idempotencyKey }, " or so"),
      });
    }
  }
  const it = typeof predicted === "string" ? about : predicted;
  if (it) await compare(model, real, it);
}

/** The appointment as an admin sees it, and as the model has it. */
async function compare(model: LifecycleModel, real: Real, it: ModelAppointment): Promise<void> {
  const id = real.ids.get(it) ?? "";
  const { appointment, events } = await getAppointment(real.admin, id, new Date(model.now));
  expect({
    status: appointment.status,
    version: appointment.version,
    start: Date.parse(appointment.startsAt),
    expiresAt: appointment.expiresAt && Date.parse(appointment.expiresAt),
    overbooked: appointment.overbooked,
    treated: await treats(real, it),
    proposals: appointment.proposals.map(({ startsAt }) => Date.parse(startsAt)),
    events: events.map(({ type }) => type),
  }).toEqual({
    status: model.statusOf(it),
    version: it.version,
    start: it.start,
    expiresAt: it.expiresAt,
    overbooked: it.overbooked,
    treated: model.treats(it.doctor, it.patient),
    proposals: it.proposals.filter((start) => start > model.now),
    events: it.events,
  });
  const { rows } = await testDatabase().superuser.query<{ starts_at: Date }>(
    "SELECT starts_at FROM slot_holds WHERE appointment_id = $1 ORDER BY starts_at",
    [id],
  );
  expect(rows.map((row) => row.starts_at.getTime())).toEqual(
    it.holds.map(({ start }) => start).sort(),
  );
}

/** Whether the database says that the doctor treats the patient. */
async function treats(real: Real, { doctor, patient }: ModelAppointment): Promise<boolean> {
  const actor = actorOf(real, { role: "doctor", index: doctor });
  const { patientId = "" } = real.patients[patient] ?? {};
  const [row] = await asActor(
    actor,
    (tx) => tx.$queryRaw<{ treated: boolean }[]>`SELECT treats(${patientId}::uuid) AS treated`,
  );
  return row?.treated ?? false;
}

// ── The commands ────────────────────────────────────────────────────────────────────────────────

const STAFF = ["doctor", "admin"] as const;
const EVERYBODY = ["patient", ...STAFF] as const;

function actorOf(real: Real, { role, index }: Who): UserActor {
  if (role === "admin") return real.admin;
  const actor = role === "doctor" ? real.doctors[index]?.actor : real.patients[index]?.actor;
  if (!actor) throw new Error("nobody");
  return actor;
}

/** One of the doctor's six times, or one that is off their grid. */
const time = (doctor: number, slot: number) =>
  SLOTS[doctor]?.[slot] ?? Date.UTC(2025, 0, 8, 14, 10);

const book = fc
  .record({
    role: fc.constantFrom("patient", "patient", "patient", ...STAFF),
    patient: fc.nat({ max: 2 }),
    doctor: fc.constantFrom(0, 0, 1),
    slot: fc.nat({ max: 6 }),
    stranger: fc.constantFrom(false, false, false, true),
    overbooks: fc.boolean(),
    keyed: fc.boolean(),
  })
  .map((drawn) => {
    const { role, patient, doctor, slot, stranger, keyed } = drawn;
    const overbook = drawn.overbooks && (role !== "patient" || stranger);
    const who = { role, index: strangerTo(role, { patient, doctor }, stranger) };
    const startsAt = time(doctor, slot);
    return new Step(`book ${JSON.stringify({ ...drawn, overbook })}`, async (model, real) => {
      const predicted = model.book({ who, overbook }, patient, doctor, startsAt);
      await hold(model, real, predicted, null, keyed, (how, variant) =>
        bookAppointment(
          actorOf(real, who),
          {
            doctorId: real.doctors[doctor]?.doctorId ?? "",
            patientId: real.patients[patient]?.patientId,
            startsAt: new Date(startsAt),
            reason: `Headache${variant}`,
            overbookReason: overbook ? "urgent" : undefined,
          },
          how,
        ),
      );
    });
  });

/** The index of the patient or doctor whom it concerns, or of another one. */
function strangerTo(role: Who["role"], own: { patient: number; doctor: number }, other: boolean) {
  if (role === "patient") return other ? (own.patient + 1) % 3 : own.patient;
  return role === "doctor" && other ? 1 - own.doctor : own.doctor;
}

/** Everything that can be asked of an appointment that exists. */
interface Wish<T> {
  name: string;
  /** Whose role may ask; most who ask have it. */
  may: readonly Who["role"][];
  /** Those of which it is mostly asked. */
  likely: (it: ModelAppointment) => boolean;
  detail: fc.Arbitrary<T>;
  predict: (
    model: LifecycleModel,
    it: ModelAppointment,
    ask: Ask,
    detail: T,
  ) => string | ModelAppointment;
  /** Returns what sends it: the appointment is as it was before, not as predicted. */
  request: (
    it: ModelAppointment,
    detail: T,
    ask: Ask,
  ) => (actor: UserActor, id: string, change: Change, variant: string) => Promise<AppointmentView>;
}

function wish<T>({ name, may, likely, detail, predict, request }: Wish<T>) {
  return fc
    .record({
      which: fc.nat(),
      role: fc.constantFrom(...may, ...may, ...may, ...EVERYBODY),
      stranger: fc.constantFrom(false, false, false, false, false, false, false, true),
      /** How many versions ago the actor looked; null for somebody who does not say. */
      seen: fc.constantFrom(null, null, null, 0, 0, 1),
      reason: fc.constantFrom(undefined, "a reason", "a reason"),
      keyed: fc.boolean(),
      detail,
    })
    .map((drawn) => {
      const { which, role, stranger, seen, reason, keyed, detail: wanted } = drawn;
      const candidates = (model: Readonly<LifecycleModel>) =>
        which % 5 === 0 ? model.appointments : model.appointments.filter(likely);
      const run = async (model: LifecycleModel, real: Real) => {
        const from = candidates(model);
        const it = from[which % from.length];
        if (!it) return;
        const ask: Ask = {
          who: { role, index: strangerTo(role, it, stranger) },
          version: seen === null ? undefined : it.version - seen,
          reason,
        };
        const id = real.ids.get(it) ?? "";
        const send = request(it, wanted, ask);
        const predicted = predict(model, it, ask, wanted);
        await hold(model, real, predicted, it, keyed, (how, variant) => {
          const said = variant ? `${reason ?? ""}${variant}` : reason;
          const change = { ...how, reason: said, expectedVersion: ask.version };
          return send(actorOf(real, ask.who), id, change, variant);
        });
      };
      return new Step(
        `${name} ${JSON.stringify(drawn)}`,
        run,
        (model) => candidates(model).length > 0,
      );
    });
}

const isIn =
  (...statuses: string[]) =>
  ({ status }: ModelAppointment) =>
    statuses.includes(status);
const PENDING = isIn("pending");
/** Requests, and what a doctor added. */
const UNANSWERED = (it: ModelAppointment) =>
  it.status === "pending" || (it.status === "confirmed" && !it.agreed);
const ACTIVE = isIn("pending", "confirmed");
const SETTLED = isIn("confirmed", "completed", "no_show");

const changeTo = (event: StatusEvent, may: Wish<null>["may"], likely: Wish<null>["likely"]) =>
  wish({
    name: event,
    may,
    likely,
    detail: fc.constant(null),
    predict: (model, it, ask) => model.changeStatus(event, ask, it),
    request: () => (actor, id, change) => changeStatus(actor, id, event, change),
  });

const move = wish({
  name: "move",
  may: EVERYBODY,
  likely: ACTIVE,
  detail: fc.record({ slot: fc.nat({ max: 6 }), overbook: fc.constantFrom(false, false, true) }),
  predict: (model, it, ask, { slot, overbook }) =>
    model.move({ ...ask, overbook }, it, time(it.doctor, slot)),
  request:
    (it, { slot, overbook }) =>
    (actor, id, change) =>
      rescheduleAppointment(actor, id, new Date(time(it.doctor, slot)), {
        ...change,
        overbookReason: overbook ? "urgent" : null,
      }),
});

const propose = wish({
  name: "propose",
  may: STAFF,
  likely: PENDING,
  detail: fc.uniqueArray(fc.nat({ max: 5 }), { minLength: 1, maxLength: 3 }),
  predict: (model, it, ask, slots) =>
    model.propose(
      ask,
      it,
      slots.map((slot) => time(it.doctor, slot)),
    ),
  request: (it, slots) => (actor, id, change) =>
    proposeTimes(
      actor,
      id,
      slots.map((slot) => new Date(time(it.doctor, slot))),
      change,
    ),
});

/** The nth proposal where there is one, else one of the doctor's times, or the appointment's own. */
const offered = (it: ModelAppointment, nth: number) =>
  it.proposals[nth % 3] ?? (it.status === "pending" ? time(it.doctor, nth) : it.start);

const accept = wish({
  name: "accept",
  may: ["patient"],
  likely: (it) => it.proposals.length > 0 || (UNANSWERED(it) && it.status !== "pending"),
  detail: fc.nat({ max: 6 }),
  predict: (model, it, ask, nth) => model.accept(ask, it, offered(it, nth)),
  request: (it, nth) => {
    const startsAt = offered(it, nth);
    return (actor, id, change, variant) =>
      acceptProposal(actor, id, new Date(startsAt + (variant ? MINUTE : 0)), change);
  },
});

/** Time goes by, with or without the clock coming round. */
const wait = fc
  .record({
    minutes: fc.constantFrom(30, 30, 120, 300, 780, 1500, 3000),
    clock: fc.constantFrom(true, true, false),
  })
  .map(
    ({ minutes, clock }) =>
      new Step(`wait ${String(minutes)} ${clock ? "with" : "without"} the clock`, async (model) => {
        model.now += minutes * MINUTE;
        if (clock) expect(await expireRequests(new Date(model.now))).toBe(model.expire());
      }),
  );

const repeat = fc.record({ which: fc.nat(), differs: fc.boolean() }).map(
  ({ which, differs }) =>
    new Step(`repeat ${JSON.stringify({ which, differs })}`, async (model, real) => {
      const asked = real.answered[which % Math.max(real.answered.length, 1)];
      if (!asked) return;
      const now = new Date(model.now);
      if (differs) {
        await expect(asked.other(now)).rejects.toMatchObject({ code: "idempotency_mismatch" });
      } else {
        expect(await asked.again(now)).toMatchObject(asked.answer);
      }
    }),
);

async function newWorld(): Promise<{ model: LifecycleModel; real: Real }> {
  // A run that failed may have left requests open.
  await expireRequests(NEXT_YEAR);
  const hours = (first: number): [number, number, number][] =>
    [3, 4].map((weekday) => [weekday, 540 + first, 630 + first]);
  const doctors = [
    await makeDoctor({ hours: hours(0) }),
    await makeDoctor({ hours: hours(15), approval: "automatic" }),
  ];
  const patients = [await makePatient(), await makePatient(), await makePatient()];
  const real = { doctors, patients, admin: await makeAdmin(), ids: new Map(), answered: [] };
  const described = SLOTS.map((slots, i) => ({ slots, automatic: i === 1 }));
  return { model: new LifecycleModel(described, MONDAY_NOON), real };
}

it("leads the life that the model predicts", { timeout: 900_000 }, async () => {
  const steps = [
    ...[book, book, book, book, move, move, propose, propose, propose, accept, accept, accept],
    changeTo("approve", STAFF, UNANSWERED),
    changeTo("decline", STAFF, PENDING),
    changeTo("cancel", EVERYBODY, ACTIVE),
    ...[changeTo("complete", STAFF, SETTLED), changeTo("complete", STAFF, SETTLED)],
    changeTo("noShow", STAFF, SETTLED),
    ...[wait, repeat],
  ];
  await fc.assert(
    fc.asyncProperty(fc.commands(steps, { maxCommands: 100, size: "max" }), async (commands) => {
      const world = await newWorld();
      await fc.asyncModelRun(() => world, commands);
      for (const it of world.model.appointments) await compare(world.model, world.real, it);
      expect(await brokenInvariants()).toEqual({});
      // Once every clock has run out nothing is waited for, nor held.
      world.model.now = NEXT_YEAR.getTime();
      expect(await expireRequests(NEXT_YEAR)).toBe(world.model.expire());
      const { rows } = await testDatabase().superuser.query("SELECT FROM slot_holds");
      expect(rows).toEqual([]);
    }),
    { numRuns: sized(12, 30), plugins: [fc.unbiased()] },
  );
});
