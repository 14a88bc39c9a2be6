import { describe, expect, it } from "vitest";
import {
  hoursFormSchema,
  visitTypesFormSchema,
  visitTypesSchema,
  workingHoursSchema,
} from "./schema.ts";

const row = (key: number, weekday: string, from: string, to: string) => ({
  [`blocks:${key}:weekday`]: weekday,
  [`blocks:${key}:from`]: from,
  [`blocks:${key}:to`]: to,
  [`blocks:${key}:validFrom`]: "",
});
const pathsOf = (result: { error?: { issues: { path: PropertyKey[] }[] } | undefined }) =>
  result.error?.issues.map(({ path }) => path.join(":"));

describe("weekly hours in a form", () => {
  it("are rows under any keys, of which empty ones do not count", () => {
    const fields = { ...row(3, "1", "09:00", "12:00"), ...row(9, "2", "", "") };
    expect(hoursFormSchema.parse(fields)).toMatchObject({
      blocks: [{ weekday: 1, from: "09:00", to: "12:00" }],
    });
    expect(hoursFormSchema.parse({})).toMatchObject({ blocks: [] });
  });

  it("complain about the very row", () => {
    const halfFilled = { ...row(1, "1", "09:00", "12:00"), ...row(7, "1", "13:00", "") };
    expect(pathsOf(hoursFormSchema.safeParse(halfFilled))).toEqual(["blocks:7:to"]);
    const overlapping = { ...row(1, "1", "09:00", "12:00"), ...row(7, "1", "11:00", "13:00") };
    expect(pathsOf(hoursFormSchema.safeParse(overlapping))).toEqual(["blocks:7:from"]);
  });

  it("may last a whole day, but not from one time to the same", () => {
    expect(pathsOf(hoursFormSchema.safeParse(row(1, "1", "10:00", "10:00")))).toEqual([
      "blocks:1:to",
    ]);
    expect(hoursFormSchema.safeParse(row(1, "1", "00:00", "00:00")).success).toBe(true);
  });

  it("carry what was decided about visits", () => {
    const id = "00000000-0000-7000-8000-000000000001";
    const decided = (text: string) =>
      hoursFormSchema.safeParse({ ...row(1, "1", "09:00", "12:00"), [`decisions:${id}`]: text });
    expect(decided("move|2|2026-01-05T10:00:00Z").data).toMatchObject({
      decisions: { [id]: { do: "move", version: 2, startsAt: new Date("2026-01-05T10:00:00Z") } },
    });
    expect(decided("keep|2").data?.decisions).toEqual({ [id]: { do: "keep", version: 2 } });
    for (const text of ["move|2", "keep|-1", "forget|1", ""]) {
      expect(pathsOf(decided(text)), text).toEqual([`decisions:${id}`]);
    }
  });

  it("take no field that the form does not have", () => {
    expect(hoursFormSchema.safeParse({ doctorId: "x" }).success).toBe(false);
    expect(hoursFormSchema.parse({ "blocks:__proto__:from": "09:00" }).blocks).toEqual([]);
  });
});

it("weekly hours of an API may touch, and overlap while never valid together", () => {
  const block = { weekday: 1, from: "09:00", to: "12:00" };
  const touching = { ...block, from: "12:00", to: "13:00" };
  const before = { ...block, validUntil: "2026-03-01" };
  const after = { ...block, to: "11:00", validFrom: "2026-03-02" };
  expect(workingHoursSchema.safeParse({ blocks: [block, touching] }).success).toBe(true);
  expect(workingHoursSchema.safeParse({ blocks: [before, after] }).success).toBe(true);
  expect(pathsOf(workingHoursSchema.safeParse({ blocks: [block, after] }))).toEqual([
    "blocks:1:from",
  ]);
});

it("visit types leave out empty and removed rows, and have each name once", () => {
  const type = (key: number, name: string) => ({
    [`visitTypes:${key}:id`]: "",
    [`visitTypes:${key}:name`]: name,
    [`visitTypes:${key}:minutes`]: "30",
    [`visitTypes:${key}:step`]: "30",
  });
  const removed = { ...type(2, "Old"), "visitTypes:2:remove": "on" };
  const fields = { ...type(1, "Visit"), ...removed, ...type(3, "") };
  expect(visitTypesFormSchema.parse(fields).visitTypes).toMatchObject([
    { name: "Visit", minutes: 30, bookableOnline: false },
  ]);
  expect(
    pathsOf(visitTypesFormSchema.safeParse({ ...type(1, "Visit"), ...type(4, "visit ") })),
  ).toEqual(["visitTypes:4:name"]);
  expect(pathsOf(visitTypesFormSchema.safeParse({}))).toEqual(["visitTypes"]);
});

// Every entry clashes with every other: comparing all pairs would report thousands of issues.
describe("a list that is too long is refused before its entries are compared", () => {
  const blocks = Array.from({ length: 5_000 }, () => ({ weekday: 1, from: "09:00", to: "10:00" }));
  const visitTypes = Array.from({ length: 5_000 }, () => ({
    name: "Visit",
    minutes: 30,
    step: 30,
  }));
  const asFields = (list: string, entries: object[]) =>
    Object.fromEntries(
      entries.flatMap((entry, index) =>
        Object.entries(entry).map(([key, value]) => [`${list}:${index}:${key}`, String(value)]),
      ),
    );

  it.each([
    ["hours", workingHoursSchema, { blocks }],
    ["hours in a form", hoursFormSchema, asFields("blocks", blocks)],
    ["visit types", visitTypesSchema, { visitTypes }],
    ["visit types in a form", visitTypesFormSchema, asFields("visitTypes", visitTypes)],
  ])("%s", (_name, schema, input) => {
    const { issues } = schema.safeParse(input).error ?? { issues: [] };
    expect(issues.map(({ message }) => message)).toEqual(["too_many"]);
  });
});
