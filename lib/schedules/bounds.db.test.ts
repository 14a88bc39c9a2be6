import { expect, it } from "vitest";
import { testDatabase } from "../testing/database.ts";
import { day, noTimes, now, openPractice, schedule, world } from "../testing/practice.ts";
import { addHoliday } from "./holidays.ts";
import { addTimeOff } from "./time-off.ts";

openPractice();

// Each fails without the count in its command: a schedule is read whole.
it("has at most 200 absences ahead; those that are over do not count", async () => {
  const { actor, doctorId } = world.doctor;
  await testDatabase().superuser.query(
    `INSERT INTO time_off (doctor_id, starts_at, ends_at)
     SELECT $1, $2::timestamptz + n * interval '1 hour', $2::timestamptz + n * interval '1 hour' + interval '5 minutes'
     FROM generate_series(-10, 199) n`,
    [doctorId, now],
  );
  const add = () => {
    const days = { fromDay: day("2025-02-03"), toDay: day("2025-02-03"), reason: null };
    return addTimeOff(actor, doctorId, { ...days, ...noTimes }, { now });
  };
  const refused = { detail: { issues: [{ path: "fromDay", message: "too_many_absences" }] } };
  await expect(add()).rejects.toMatchObject(refused);
  const [first] = (await schedule()).timeOff;
  await testDatabase().superuser.query("DELETE FROM time_off WHERE id = $1", [first?.id]);
  await add();
  await expect(add()).rejects.toMatchObject(refused);
  expect((await schedule()).timeOff).toHaveLength(200);
});

it("has at most 400 holidays of its clinic ahead", async () => {
  const { clinicId } = world.doctor;
  await testDatabase().superuser.query(
    `INSERT INTO clinic_holidays (clinic_id, day, name)
     SELECT $1, date '2025-01-06' + n, 'Closed' FROM generate_series(-10, 398) n`,
    [clinicId],
  );
  const add = (on: string) =>
    addHoliday(world.admin, clinicId, { day: day(on), name: "Closed" }, { now });
  await add("2027-01-01");
  await expect(add("2027-01-02")).rejects.toMatchObject({
    detail: { issues: [{ path: "day", message: "too_many_holidays" }] },
  });
  expect((await schedule()).holidays).toHaveLength(400);
});
