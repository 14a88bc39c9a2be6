import { expect, it } from "vitest";
import { e164Of, e164OfAny } from "./phones.ts";

const [NEW_YORK, BERLIN, KOLKATA] = ["America/New_York", "Europe/Berlin", "Asia/Kolkata"];

it.each([
  ["+1 212 555 0140", null, "+12125550140"],
  ["(555) 555-5555 ext. 5555", NEW_YORK, "+15555555555;ext=5555"],
  ["555-555-5555 x11", NEW_YORK, "+15555555555;ext=11"],
  ["(555) 555-5555 #12", NEW_YORK, "+15555555555;ext=12"],
  ["(555) 555-5555,,123", NEW_YORK, "+15555555555;ext=123"],
  ["212–555–0140", NEW_YORK, "+12125550140"],
  ["212.555.0140", NEW_YORK, "+12125550140"],
  ["1 212 555 0140", NEW_YORK, "+12125550140"],
  ["011 49 30 23125100", NEW_YORK, "+493023125100"],
  ["tel:+1-212-555-0140", BERLIN, "+12125550140"],
  ["tel:+12125550140;ext=22", null, "+12125550140;ext=22"],
  ["٠٣٠ ١٢٣٤٥٦٧٨", BERLIN, "+493012345678"],
  ["＋４９（３０）１２３４５６７８", null, "+493012345678"],
  ["030/23125-100", BERLIN, "+493023125100"],
  ["030 99887766", BERLIN, "+493099887766"],
  ["0049 30 23125100", BERLIN, "+493023125100"],
  ["+49 (0)30 23125-100", NEW_YORK, "+493023125100"],
  ["+44 (0)20 7946 0018", null, "+442079460018"],
  ["0171 2345678", BERLIN, "+491712345678"],
  ["171 2345678", BERLIN, "+491712345678"],
  ["98765 43210", KOLKATA, "+919876543210"],
  ["98765 43210", "Asia/Calcutta", "+919876543210"],
  ["+91 98765 43210", BERLIN, "+919876543210"],
  ["06 1234 5678", "Europe/Rome", "+390612345678"],
  ["912 345 678", "Europe/Madrid", "+34912345678"],
  ["044 123 45 67", "Europe/Kyiv", "+380441234567"],
  ["8 (912) 345-67-89 доб. 12", "Europe/Moscow", "+79123456789;ext=12"],
  ["(02) 9374 4000", "Australia/Sydney", "+61293744000"],
  ["317 555 0140", "America/Indiana/Indianapolis", "+13175550140"],
  ["416 555 0140", "America/Toronto", "+14165550140"],
])("reads %j of a clinic in %s as %s", (phone, timeZone, e164) => {
  expect(e164Of(phone, timeZone)).toBe(e164);
});

it.each([
  // Without a country.
  ["212 555 0140", null],
  ["212 555 0140", "Etc/UTC"],
  // Local numbers: with the area left out, they look like numbers of other areas.
  ["23125", NEW_YORK],
  ["23125", BERLIN],
  ["555-0140", NEW_YORK],
  ["23125100", BERLIN],
  ["2312510", BERLIN],
  // Of no numbering plan.
  ["111 111", NEW_YORK],
  ["(02) 9374 4000", NEW_YORK],
  ["+999 123456789", null],
  // More than a number.
  ["212 555 0101 / 212 555 0102", NEW_YORK],
  ["212 555 0140 (evenings)", NEW_YORK],
  ["1-800-FLOWERS-24", NEW_YORK],
])("does not guess what %j of a clinic in %s dials", (phone, timeZone) => {
  expect(e164Of(phone, timeZone)).toBeNull();
});

it.each([
  ["(555) 555-5555 ext. 5555", [NEW_YORK, BERLIN], "+15555555555;ext=5555"],
  ["030 23125100", [NEW_YORK, BERLIN], "+493023125100"],
  ["+33 6 12 34 56 78", [NEW_YORK, BERLIN], "+33612345678"],
  // Whole in both countries.
  ["0512 345678", ["Europe/Vienna", BERLIN], null],
  ["212 555 0140", [NEW_YORK, "America/Chicago"], "+12125550140"],
  ["23125", [NEW_YORK, BERLIN], null],
  ["212 555 0140", [], null],
  ["+33 6 12 34 56 78", [], "+33612345678"],
])("reads %j of a clinic in any of %j as %s", (phone, timeZones, e164) => {
  expect(e164OfAny(phone, timeZones)).toBe(e164);
});
