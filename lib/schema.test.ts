import { expect, it } from "vitest";
import { z } from "zod";
import messages from "../messages/en.json" with { type: "json" };
import {
  dayOrInstant,
  fullName,
  id,
  instant,
  nested,
  optionalWords,
  requiredWords,
  ticked,
  wholeNumber,
} from "./schema.ts";
import { fieldErrorsOf } from "./web/form-state.ts";

const INVISIBLE = ["", "   ", "\u200b", "\u200b \u2060\n", "\ufeff\u00ad"];

it.each(INVISIBLE)("takes what nobody can see for no words (%j)", (text) => {
  expect(requiredWords(10).safeParse(text).error?.issues[0]?.message).toBe("required");
  expect(optionalWords(10).parse(text)).toBeNull();
});

it("keeps what is written, joined emoji included, without the blanks around it", () => {
  const family = "\u{1F468}\u200d\u{1F467}";
  expect(requiredWords(10).parse(` ${family} `)).toBe(family);
  expect(optionalWords(10).parse("a\u200bb")).toBe("a\u200bb");
  expect(optionalWords(10).parse(undefined)).toBeUndefined();
});

it("takes a name in one spelling, and refuses what readers cannot see", () => {
  expect(fullName.parse("  Jose\u0301 \u00a0 García ")).toBe("José García");
  expect(fullName.parse("علی\u200cرضا")).toBe("علی\u200cرضا");
  const complaint = (text: string) => fullName.safeParse(text).error?.issues.map((i) => i.message);
  for (const text of ["Ann\u202eeeL", "An\u200bn", "Ann\nLee", "\u3164"]) {
    expect(complaint(text), JSON.stringify(text)).toEqual(["hidden_characters"]);
  }
  for (const text of INVISIBLE) expect(complaint(text)).toEqual(["required"]);
  expect(complaint("x".repeat(201))).toEqual(["too_long"]);
});

it("reads a whole number and its figures, and makes none of anything else", () => {
  const number = wholeNumber(0, 100);
  expect([number.parse(7), number.parse(" 7 ")]).toEqual([7, 7]);
  const others = ["", "7.5", "1e1", "0x7", "seven", true, null, [7], { gt: 1 }, 7.5, -1, 101];
  for (const other of others)
    expect(number.safeParse(other).success, JSON.stringify(other)).toBe(false);
});

it.each([0, 1001, "-1", "999999999"])(
  "names the bounds to a number outside of them (%j)",
  (value) => {
    const parsed = z.object({ limit: wholeNumber(1, 1000) }).safeParse({ limit: value });
    const words = messages.errors.fields;
    expect(parsed.error && fieldErrorsOf(parsed.error, words)).toEqual({
      limit: "From 1 to 1000.",
    });
  },
);

it("reads an id as the database writes it, whatever letters it was sent in", () => {
  const text = "01A1F930-61E0-725A-9EA9-292956EF5FC7";
  expect(id.parse(text)).toBe(text.toLowerCase());
});

it("tells a day from an instant, and looks no further at what is neither", () => {
  expect(dayOrInstant.parse("2026-11-26")).toBe("2026-11-26");
  expect(dayOrInstant.parse("2026-11-26T09:00:00+01:00")).toEqual(new Date("2026-11-26T08:00Z"));
  expect(dayOrInstant.safeParse("2026-11-31").error?.issues[0]?.message).toBe("moment");
  const order = z.object({ at: instant }).refine(() => false, "order");
  for (const text of ["2026-11-26T09:00:00", "2026-11-26", "soon"]) {
    const { error } = order.safeParse({ at: text });
    expect(error?.issues.map(({ message }) => message)).toEqual(["instant"]);
  }
});

it("takes a box for ticked, unticked or a mistake", () => {
  expect([true, "on", false, undefined].map((value) => ticked.parse(value))).toEqual([
    true,
    true,
    false,
    false,
  ]);
  for (const other of ["", "off", "true", 1, 0, null, {}]) {
    expect(ticked.safeParse(other).success, JSON.stringify(other)).toBe(false);
  }
});

it("reads the parts of a field's name, at most three", () => {
  expect(nested({ "rows:3:from": "09:00", "rows:3:to": "", note: "x" })).toEqual({
    rows: { 3: { from: "09:00", to: "" } },
    note: "x",
  });
  const long = "d:".repeat(200_000);
  expect(nested({ [`a:b:c:${long}`]: "x" })).toEqual({ a: { b: { c: { [long]: "x" } } } });
});
