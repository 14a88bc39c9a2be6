import { expect, it } from "vitest";
import { commonPasswords } from "./common-list.ts";
import { isEasyToGuess } from "./guess.ts";

const OWN = ["Annabella Lee", "annabella.lee@riverside.example", "Slotwell", "Riverside Practice"];
const isEasy = (password: string) => isEasyToGuess(password, OWN, commonPasswords());

it("reads the 100,000 most common passwords", () => {
  // Some differ in letter case alone.
  expect(commonPasswords().size).toBe(96_518);
  expect(commonPasswords()).toContain("liverpool");
});

it("refuses every common password that is long enough to be set", () => {
  const long = [...commonPasswords()].filter((password) => password.length >= 10);
  expect(long.length).toBeGreaterThan(2_000);
  expect(long.filter((password) => !isEasy(password))).toEqual([]);
});

it.each([
  // Common as they are, or in other letter case
  "basketball",
  "1q2w3e4r5t",
  "QWERTYuiop",
  "Manchester",
  "christopher",
  "Washington",
  "0987654321",
  "1234567890",
  "trustno1trustno1",
  "iloveyou123",
  // Repetitions and sequences
  "aaaaaaaaaaaa",
  "abcabcabcabc",
  "abcdefghij",
  "9876543210",
  "keraskeras",
  "!?!?!?!?!?!?",
])("refuses the common password %s", (password) => expect(isEasy(password)).toBe(true));

it.each([
  "annabella lee",
  "annabella.lee",
  "annabella.lee@riverside.example",
  "LeeAnnabella99",
  "Annabella1985",
  "annabella-01.01.1985",
  "slotwell-demo",
  "Slotwell2026!",
  "riverside1234",
  "MyPractice#1",
  "4nn4b3ll4.1985",
  "annabellaliverpool1",
])("refuses %s, which is about the person, the clinic or the product", (password) =>
  expect(isEasy(password)).toBe(true),
);

it.each([
  "P@ssw0rd2026",
  "p4$$w0rd!!",
  "L1verp00l2026",
  "m4nch3st3r",
  "B@sketb@ll",
  "Ch3ls3a2024!",
  "Fr33d0m2026",
  "W3lc0me!2026",
  "5uper5tar1",
  "chr1st0ph3r",
])("refuses leet letters: %s", (password) => expect(isEasy(password)).toBe(true));

it.each([
  "Summer2026!",
  "Winter2025",
  "Autumn-2026",
  "Spring2024!!",
  "January2026",
  "Monday2026!",
  "2026Summer!",
  "Berlin2024!!",
  "Doctor01.01.1985",
  "Hospital20252026",
  "s.u.m.m.e.r 2026",
])("refuses a word and a year: %s", (password) => expect(isEasy(password)).toBe(true));

it.each([
  "liverpool1",
  "Charlie1234",
  "chocolate!!",
  "123dragon123",
  "sunshine#42",
  "123456789liverpool",
  "liverpool123456789",
  "!!!football",
  "LiverpoolLiverpool1",
  "princess-007",
  "pass-word_99",
])("refuses a word with digits or signs around it: %s", (password) =>
  expect(isEasy(password)).toBe(true),
);

it.each([
  "correct horse battery",
  "four unrelated words",
  "qwertyzebra-walk",
  "slotwell-demo-4 ponies",
  "annabella rides two trams",
  "blue tram 2026 rides",
  "mond über dem see",
  "Пароль для врача",
  "काली बिल्ली और चाय",
  "雨の日は本を読みます",
  "x9#kQ2!mZ7",
  "kT7mR2wX9p",
  "9#k!Q2$m&Z",
])("takes the password %s", (password) => expect(isEasy(password)).toBe(false));
