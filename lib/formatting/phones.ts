import {
  getCountries,
  parsePhoneNumberFromString,
  type CountryCode,
  type PhoneNumber,
} from "libphonenumber-js/max";
import { asciiDigits } from "../numbers/rules.ts";

// What phone numbers dial. For the server alone: the numbering plans of all countries are large.

/** An area and an exchange of North America, also those of examples and films (555). */
const NORTH_AMERICAN = /^[2-9]\d{2}[2-9]\d{6}$/;

/**
 * Returns the number that a text dials as E.164, with an extension as RFC 3966 writes it:
 * `+12125550140;ext=22`. Null where that cannot be told: a local number without its area, for example.
 *
 * @param timeZone of the clinic: a number that is written without a country is of its country.
 */
export function e164Of(phone: string, timeZone: string | null): string | null {
  const text = asciiDigits(phone.normalize("NFKC")).trim().replace(/^tel:/i, "");
  const country = timeZone === null ? undefined : countryOf(timeZone);
  const number = parsePhoneNumberFromString(text, {
    ...(country && { defaultCountry: country }),
    extract: false,
  });
  if (!number || !isCertain(number, text)) return null;
  return number.ext === undefined ? number.number : `${number.number};ext=${number.ext}`;
}

/**
 * Returns the same where the clinic may be any of several, for a patient who has been to none yet: the number
 * that the text dials if only one is possible, since most numbers are whole in one country alone. Without a
 * clinic only a number with its country dials anything.
 */
export function e164OfAny(phone: string, timeZones: readonly string[]): string | null {
  const zones = timeZones.length > 0 ? timeZones : [null];
  const found = new Set(zones.map((timeZone) => e164Of(phone, timeZone)));
  found.delete(null);
  const [only = null] = found;
  return found.size === 1 ? only : null;
}

function isCertain(number: PhoneNumber, text: string): boolean {
  const { countryCallingCode: code, nationalNumber: national, ext = "" } = number;
  const isUsable = number.isValid() || (code === "1" && NORTH_AMERICAN.test(national));
  // The library may not know yet of an area that was opened lately.
  if (text.startsWith("+")) return isUsable || (code !== "1" && number.isPossible());
  const typed = digitsOf(text.replace("(0)", ""));
  // Without its area, a local number looks like one of another area. Mobile numbers have no areas.
  const isWhole =
    typed === digitsOf(number.formatNational()) ||
    typed.endsWith(`${code}${national}${ext}`) ||
    (number.getType() === "MOBILE" && typed === `${national}${ext}`);
  return isUsable && isWhole;
}

const digitsOf = (text: string): string => text.replaceAll(/\D/g, "");

let countries: Map<string, CountryCode> | undefined;

/** Returns the country of an IANA time zone. */
function countryOf(timeZone: string): CountryCode | undefined {
  countries ??= new Map(
    getCountries().flatMap((country) =>
      zonesOf(country).map((zone) => [canonicalZone(zone), country] as const),
    ),
  );
  return countries.get(canonicalZone(timeZone));
}

/** TypeScript 6 does not know the method. Remove the type when it does. */
type LocaleWithZones = Intl.Locale & { getTimeZones: () => string[] | undefined };

const zonesOf = (country: CountryCode): readonly string[] =>
  (new Intl.Locale(`und-${country}`) as LocaleWithZones).getTimeZones() ?? [];

/** Zones have been renamed: Asia/Calcutta is Asia/Kolkata. */
const canonicalZone = (timeZone: string): string =>
  new Intl.DateTimeFormat("en", { timeZone }).resolvedOptions().timeZone;
