import { describe, expect, it } from "vitest";
import { changeBookingRules, replaceVisitTypes } from "./booking-rules.ts";
import {
  now,
  at,
  world,
  openPractice,
  book,
  schedule,
  slotsOn,
  statusOf,
} from "../testing/practice.ts";

openPractice();

describe("visit types and booking rules", () => {
  it("change, come and go, while agreed visits keep theirs", async () => {
    const visit = await book(at(8));
    const type = { bufferBefore: 0, bufferAfter: 0, bookableOnline: true };
    const long = { ...type, name: "Visit", minutes: 60, step: 60, id: undefined };
    const short = { ...type, name: "Short", minutes: 15, step: 15, id: world.doctor.visitTypeId };
    const change = { now, expectedVersion: 1 };
    const visitTypes = [long, short];
    await replaceVisitTypes(world.doctor.actor, world.doctor.doctorId, { visitTypes }, change);
    expect((await schedule()).visitTypes).toMatchObject([{ name: "Visit" }, { name: "Short" }]);
    expect((await slotsOn("2025-01-08"))[0]).toBe("10:00");
    expect((await statusOf(visit.id)).endsAt).toBe(at(8, 30).toISOString());
    await replaceVisitTypes(
      world.doctor.actor,
      world.doctor.doctorId,
      { visitTypes: [long] },
      { now },
    );
    expect((await schedule()).visitTypes).toHaveLength(1);
    const foreign = [{ ...short, id: world.stranger.visitTypeId }];
    await expect(
      replaceVisitTypes(
        world.doctor.actor,
        world.doctor.doctorId,
        { visitTypes: foreign },
        { now },
      ),
    ).rejects.toMatchObject({ code: "not_found" });
  });

  it("decide at once who may book and how", async () => {
    const rules = {
      acceptingPatients: true,
      approval: "automatic" as const,
      minimumNoticeMinutes: 60,
      horizonDays: 30,
      cutoffMinutes: 0,
      requestTtlMinutes: 60,
    };
    await changeBookingRules(world.doctor.actor, world.doctor.doctorId, rules, { now });
    expect((await book(at(8))).status).toBe("confirmed");
    expect((await schedule()).rules).toEqual(rules);
    const closed = { ...rules, acceptingPatients: false };
    await changeBookingRules(world.admin, world.doctor.doctorId, closed, { now });
    await expect(book(at(9))).rejects.toMatchObject({ detail: { why: "not_accepting" } });
  });
});
