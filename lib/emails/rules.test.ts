import { expect, it } from "vitest";
import { canonicalEmail, hasMixedScripts } from "./rules.ts";

it.each([
  ["Ann@Example.ORG", "ann@example.org"],
  [" o'connor+spam@mail.example.co.uk ", "o'connor+spam@mail.example.co.uk"],
  ["jörg@example.org", "jörg@example.org"],
  ["Jo\u0308rg@example.org", "jörg@example.org"],
  ["JÖRG@EXAMPLE.ORG", "jörg@example.org"],
  ["иван.щукин@example.org", "иван.щукин@example.org"],
  ["ИВАН@example.org", "иван@example.org"],
  ["用户@example.org", "用户@example.org"],
  ["佐藤.tanaka@example.jp", "佐藤.tanaka@example.jp"],
  ["ｔａｎａｋａ＠ｅｘａｍｐｌｅ．ｊｐ", "tanaka@example.jp"],
  ["हिन्दी@example.in", "हिन्दी@example.in"],
  ["محمد٢@example.org", "محمد٢@example.org"],
  ["αλέξης@example.gr", "αλέξης@example.gr"],
  ["ağrı@example.tr", "ağrı@example.tr"],
  ["müller@bücher.example", "müller@xn--bcher-kva.example"],
  ["müller@xn--bcher-kva.example", "müller@xn--bcher-kva.example"],
  ["a@例え。テスト", "a@xn--r8jz45g.xn--zckzah"],
  [`${"ö".repeat(32)}@example.org`, `${"ö".repeat(32)}@example.org`],
])("writes %j as %j", (typed, email) => {
  expect(canonicalEmail(typed)).toBe(email);
  expect(canonicalEmail(email)).toBe(email);
});

it.each([
  "",
  "@",
  "ann",
  "ann@",
  "@example.org",
  "ann@example",
  "ann@localhost",
  "ann@127.0.0.1",
  "ann@1.2",
  "ann@[::1]",
  "ann@example.org/x",
  "ann@example.org:25",
  "ann@ex ample.org",
  "ann lee@example.org",
  "a@b@example.org",
  "ann..lee@example.org",
  ".ann@example.org",
  "ann.@example.org",
  '"ann lee"@example.org',
  "ann@-example.org",
  "ann@xn--.org",
  "an\u0000n@example.org",
  "ann\r\nbcc:x@example.org",
  "an\u200bn@example.org",
  "an\u202en@example.org",
  "an\u200dn@example.org",
  "\u0301ann@example.org",
  "😀@example.org",
  "<b>@example.org",
  `${"ö".repeat(33)}@example.org`,
  `${"a".repeat(65)}@example.org`,
  `a@${"b".repeat(64)}.org`,
])("finds no address in %j", (typed) => {
  expect(canonicalEmail(typed)).toBeNull();
});

it.each([
  ["p\u0430ypal@example.org", true],
  ["αdmin@example.org", true],
  ["иван.smith@example.org", true],
  ["ivan@example.org", false],
  ["иван2@example.org", false],
  ["佐藤.tanaka@example.org", false],
  ["müller@пример.example", false],
])("says of %s whether letters that look alike are mixed: %s", (email, mixed) => {
  expect(hasMixedScripts(email)).toBe(mixed);
});
