import { z } from "zod";
import { isPhone, MAX_PHONE_LENGTH } from "../phones/rules.ts";
import {
  cursor,
  emptyIsNone,
  fullName,
  localDay,
  nameOf,
  nested,
  optionalWords,
  pageSize,
} from "../schema.ts";
import { GENDERS } from "./rules.ts";

/** Whether there is nothing in it: an empty field, or a group of fields that are all empty. */
function isBlank(value: unknown): boolean {
  if (typeof value === "string") return value.trim() === "";
  return typeof value === "object" && value !== null && Object.values(value).every(isBlank);
}

/** What may be taken out again: null, or as forms say it, nothing typed. Left out, it stays. */
const clearable = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess((value) => (isBlank(value) ? null : value), schema.nullable()).optional();

/**
 * As it is dialled somewhere in the world; kept as typed, without the marks of direction that phones put
 * around a number when it is copied.
 */
const phone = z
  .string()
  .overwrite((text) => text.replaceAll(/\p{Cf}/gu, "").trim())
  .max(MAX_PHONE_LENGTH, "too_long")
  .refine(isPhone, "phone");

/** A boolean, or as forms say it. */
const yesOrNo = z.preprocess(
  (value) => (value === "yes" || value === "no" ? value === "yes" : value),
  z.boolean(),
);

/**
 * A change of a profile: what is left out stays as it is. A new insurance number is told together
 * with its provider, and kept as it stands on the card; a provider alone keeps the number on file.
 */
export const profileSchema = z.strictObject({
  name: fullName.optional(),
  preferredName: clearable(fullName),
  pronouns: clearable(nameOf(40)),
  dateOfBirth: clearable(localDay),
  gender: z.enum(GENDERS).optional(),
  phone: clearable(phone),
  address: optionalWords(500).nullable(),
  /** A BCP 47 tag or the name of a language; see `languageTag`. */
  preferredLanguage: clearable(nameOf(100)).meta({
    description: "A BCP 47 tag, like `es`, `pt-BR` or `ase`, or the name of a language",
  }),
  interpreterRequired: clearable(yesOrNo),
  emergencyContact: clearable(
    z.strictObject({
      name: fullName,
      phone,
      relation: optionalWords(100).nullable(),
    }),
  ),
  insurance: clearable(z.strictObject({ provider: nameOf(200), number: emptyIsNone(nameOf(40)) })),
});
export type ProfileChange = z.output<typeof profileSchema>;

/** The same as a form sends it: `emergencyContact:name`. */
export const profileFormSchema = z.preprocess(nested, profileSchema);

/** How patients are listed. An empty field of a form is no condition. */
export const patientFilterSchema = z.strictObject({
  q: emptyIsNone(z.string().trim().max(100, "too_long")).meta({
    description:
      "Words of the name in any order, a birth date, at least four digits of the phone number, an insurance number or its last four characters, the e-mail address. The best matches come first",
  }),
  cursor,
  limit: pageSize,
});
export type PatientFilter = z.output<typeof patientFilterSchema>;
