import { afterAll, beforeAll, expect, it } from "vitest";
import type { UserActor } from "../access/actor.ts";
import { bookAppointment } from "../appointments/book.ts";
import { changeStatus } from "../appointments/commands.ts";
import { getDesk } from "../appointments/desk.ts";
import { asActor, disconnect } from "../db.ts";
import { supply } from "../env.ts";
import { testDatabase } from "../testing/database.ts";
import { makeAdmin, makeDoctor, makePatient, type TestDoctor } from "../testing/people.ts";
import { findPatientsWithin, MOST_FOUND } from "./patient-rows.ts";

// The second wall alone: connected as a superuser, so that row level security lets pass everything.
// Fails without treatedScope in patient-rows.ts.

const now = new Date("2025-01-06T12:00:00Z");
let doctor: TestDoctor;
let stranger: TestDoctor;
let admin: UserActor;
let patient: UserActor;
let requestId: string;

beforeAll(async () => {
  supply({ DATABASE_URL: testDatabase().superuserUrl });
  doctor = await makeDoctor();
  stranger = await makeDoctor();
  admin = await makeAdmin();
  patient = (await makePatient()).actor;
  await testDatabase().superuser.query(
    "UPDATE patients SET full_name = 'Jonas Krüger', preferred_name = 'Jo', date_of_birth = '1985-02-14' WHERE id = $1",
    [patient.patientId],
  );
  const input = { doctorId: doctor.doctorId, startsAt: new Date("2025-01-08T14:00:00Z") };
  ({ id: requestId } = await bookAppointment(patient, input, { now }));
});
afterAll(disconnect);

const find = (actor: UserActor, q: string) =>
  asActor(actor, (tx) => findPatientsWithin(tx, actor, q));

it("finds by any part of the name, whatever accents and capitals", async () => {
  const found = {
    id: patient.patientId,
    name: "Jonas Krüger",
    preferredName: "Jo",
    dateOfBirth: "1985-02-14",
  };
  for (const q of ["KRUGER", "krüg jon", "  nas  "]) expect(await find(admin, q)).toEqual([found]);
  for (const q of ["", "  ", "%", "_", "kruger peter"]) expect(await find(admin, q)).toEqual([]);
});

it("shows a doctor the patients they treat, and none to patients", async () => {
  expect(await find(doctor.actor, "jonas")).toEqual([]);
  await changeStatus(doctor.actor, requestId, "approve", { now });
  expect(await find(doctor.actor, "jonas")).toHaveLength(1);
  expect(await find(stranger.actor, "jonas")).toEqual([]);
  await expect(find(patient, "jonas")).rejects.toMatchObject({ code: "forbidden" });
  const desk = (actor: UserActor, doctorId?: string) =>
    getDesk(actor, { patient: patient.patientId ?? "", doctor: doctorId }, now);
  expect((await desk(doctor.actor)).doctor?.id).toBe(doctor.doctorId);
  expect((await desk(admin)).doctors.map(({ id }) => id)).toContain(doctor.doctorId);
  await expect(desk(stranger.actor)).rejects.toMatchObject({ code: "not_found" });
  await expect(desk(doctor.actor, stranger.doctorId)).rejects.toMatchObject({ code: "not_found" });
  await expect(desk(patient)).rejects.toMatchObject({ code: "forbidden" });
  const input = {
    doctorId: stranger.doctorId,
    startsAt: new Date("2025-01-09T14:00:00Z"),
    patientId: patient.patientId ?? "",
    overbookReason: "x",
  };
  await expect(bookAppointment(stranger.actor, input, { now })).rejects.toMatchObject({
    code: "not_found",
  });
});

it("shows at most a page", async () => {
  for (let i = 0; i <= MOST_FOUND; i++) await makePatient();
  expect(await find(admin, "pat test")).toHaveLength(MOST_FOUND);
});
