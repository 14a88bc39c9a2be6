import { expect, it } from "vitest";
import { parseLocalDay } from "../time/local-day.ts";
import { ageOn, masked, preciseAgeOn } from "./rules.ts";
import { profileFormSchema, profileSchema } from "./schema.ts";

const day = (text: string) => parseLocalDay(text) ?? expect.fail(text);

it.each([
  ["1979-04-12", "2026-04-11", 46],
  ["1979-04-12", "2026-04-12", 47],
  ["1979-04-12", "2026-12-31", 47],
  ["2026-11-24", "2026-11-24", 0],
  ["2026-11-24", "2027-11-23", 0],
  ["2026-11-24", "2026-11-23", 0],
  ["1901-02-28", "2026-02-28", 125],
  ["2024-02-29", "2025-02-28", 0],
  ["2024-02-29", "2025-03-01", 1],
  // Born on a leap day.
  ["2004-02-29", "2024-02-28", 19],
  ["2004-02-29", "2024-02-29", 20],
  ["2004-02-29", "2025-02-28", 20],
  ["2004-02-29", "2025-03-01", 21],
  ["2000-03-01", "2024-02-29", 23],
])("somebody born on %s is on %s %i years old", (born, on, age) => {
  expect(ageOn(day(born), day(on))).toBe(age);
});

it.each([
  // Tomorrow at the clinic, today further east.
  ["2026-11-25", "2026-11-24", 0, "day"],
  ["2026-11-24", "2026-11-24", 0, "day"],
  ["2026-11-23", "2026-11-24", 1, "day"],
  ["2026-10-28", "2026-11-24", 27, "day"],
  // Four weeks, and not a month yet.
  ["2026-10-27", "2026-11-24", 4, "week"],
  ["2026-01-31", "2026-02-28", 4, "week"],
  ["2026-01-31", "2026-03-01", 1, "month"],
  ["2026-02-01", "2026-03-01", 1, "month"],
  ["2026-10-24", "2026-11-24", 1, "month"],
  // Six weeks.
  ["2026-10-13", "2026-11-24", 1, "month"],
  ["2025-11-24", "2026-11-24", 12, "month"],
  ["2024-11-25", "2026-11-24", 23, "month"],
  ["2024-11-24", "2026-11-24", 2, "year"],
  // Born on a leap day.
  ["2024-02-29", "2024-03-28", 4, "week"],
  ["2024-02-29", "2024-03-29", 1, "month"],
  ["2024-02-29", "2026-02-28", 23, "month"],
  ["2024-02-29", "2026-03-01", 2, "year"],
  ["2004-02-29", "2024-02-29", 20, "year"],
  ["1901-01-02", "2026-11-24", 125, "year"],
])("tells the age of someone born on %s on %s as %i %s", (born, on, value, unit) => {
  expect(preciseAgeOn(day(born), day(on))).toEqual({ value, unit });
});

it.each([
  ["HS123456789", "•••• 6789"],
  ["hs 123 456 789", "•••• 6789"],
  ["756.1234.5678.97", "•••• 7897"],
  ["P/161130/01/2024/012345", "•••• 2345"],
  ["保険１２３４５６", "•••• ３４５６"],
  ["ABCDEFG", "•••• EFG"],
  ["1234", "•••• 34"],
  ["123", "•••• 3"],
  ["1", "••••"],
  ["---", "••••"],
])("shows of the number %s no more than %s", (number, end) => {
  expect(masked(number)).toBe(end);
});

const refusalOf = (input: object) =>
  profileSchema
    .safeParse(input)
    .error?.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);

it.each([
  ["+49 (30) 1234/56-78.9", true],
  ["112233", true],
  ["  0301234  ", true],
  ["12345", true],
  ["\u202a+49 30 1234567\u202c", true],
  ["1234", false],
  ["call me", false],
  ["12345\n6", false],
  ["1".repeat(41), false],
])("takes the phone number %j: %s", (phone, taken) => {
  expect(refusalOf({ phone }) === undefined).toBe(taken);
});

it.each([
  ["hs 123 456 789", "hs 123 456 789"],
  ["P/161130/01/2024/012345", "P/161130/01/2024/012345"],
  ["756.1234.5678.97", "756.1234.5678.97"],
  ["K-12-34-5", "K-12-34-5"],
  ["ABCDEFG", "ABCDEFG"],
  ["1", "1"],
  ["ÄB123456", "ÄB123456"],
  ["АБ № 123456", "АБ № 123456"],
  ["保険 １２３４", "保険 １２３４"],
  ["٢٨٥٠١٠١١٢٣٤٥٦٧", "٢٨٥٠١٠١١٢٣٤٥٦٧"],
  ["1EG4-TE5-MK73", "1EG4-TE5-MK73"],
  ["A123456(7)", "A123456(7)"],
  ["<A&B> 'x' \"y\"", "<A&B> 'x' \"y\""],
  ["  12   34  ", "12 34"],
  ["1".repeat(40), "1".repeat(40)],
  ["1".repeat(41), null],
  ["12\u202e34", null],
  ["12\u200b34", null],
  ["12\u200f34", null],
  ["12\n34", null],
  ["12\u000034", null],
])("takes the insurance number %j as %j", (number, kept) => {
  const parsed = profileSchema.safeParse({ insurance: { provider: "Some", number } });
  expect(parsed.data?.insurance?.number ?? null).toBe(kept);
});

it("takes what is left out as unchanged, and what is empty as taken out", () => {
  expect(profileSchema.parse({})).toEqual({});
  const empty = {
    dateOfBirth: "",
    phone: " ",
    address: "",
    preferredLanguage: "",
    "emergencyContact:name": "",
    "emergencyContact:phone": "",
    "emergencyContact:relation": "",
    "insurance:provider": "",
    "insurance:number": "",
  };
  expect(profileFormSchema.parse(empty)).toEqual({
    dateOfBirth: null,
    phone: null,
    address: null,
    preferredLanguage: null,
    emergencyContact: null,
    insurance: null,
  });
  const nothing = Object.fromEntries(
    Object.keys(profileFormSchema.parse(empty)).map((key) => [key, null]),
  );
  expect(profileSchema.parse(nothing)).toEqual(nothing);
});

it.each<[string, object, string[]]>([
  ["a name of nothing", { name: "  " }, ["name: required"]],
  ["a day that is none", { dateOfBirth: "2001-02-29" }, ["dateOfBirth: day"]],
  ["a birth before 1900", { dateOfBirth: "1899-12-31" }, ["dateOfBirth: day"]],
  [
    "half a contact",
    { emergencyContact: { name: "Kim", phone: "", relation: "" } },
    ["emergencyContact.phone: phone"],
  ],
  [
    "a number without a provider",
    { insurance: { provider: "", number: "K123456" } },
    ["insurance.provider: required"],
  ],
])("refuses %s", (_what, input, issues) => {
  expect(refusalOf(input)).toEqual(issues);
});

it("refuses names that cannot be seen, or are no line", () => {
  for (const name of ["\u200b", "A\r\nBcc: x", "a\u0007b"]) {
    expect(profileSchema.safeParse({ name }).success, JSON.stringify(name)).toBe(false);
  }
});

it("refuses what a profile does not have", () => {
  for (const unknown of [{ age: 3 }, { version: 2 }, { fullName: "x" }, { insurance: { id: 1 } }]) {
    expect(profileSchema.safeParse(unknown).success).toBe(false);
  }
});
