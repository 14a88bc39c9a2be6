import { z } from "zod";
import { PARTS } from "../availability/schema.ts";
import { hasHidden, normalizeName } from "../names/rules.ts";
import {
  cursor,
  emptyIsNone,
  fullName,
  id,
  localDay,
  nameOf,
  pageSize,
  requiredWords,
  specialization,
} from "../schema.ts";

/** How the directory is searched. An empty field of a form is no condition. */
export const doctorFilterSchema = z.strictObject({
  specialization: emptyIsNone(specialization),
  q: emptyIsNone(z.string().trim().max(100, "too_long")).meta({
    description: "Words of the name, or of that of the clinic. The best matches come first",
  }),
  clinic: emptyIsNone(id),
  /** Only those who speak this language: a BCP 47 tag, or a name. */
  language: emptyIsNone(nameOf(100)).meta({
    description: "A language that they speak: a BCP 47 tag, or its name",
  }),
  /** Only those with a free time on this day of their clinic. */
  day: emptyIsNone(localDay),
  /** Looks for free times in this part of the day alone. */
  part: emptyIsNone(z.enum(PARTS)),
  cursor,
  limit: pageSize,
});
export type DoctorFilter = z.output<typeof doctorFilterSchema>;

/** Spoken languages: a list, or one line with commas as forms send it. Each once. */
export const languages = z
  .preprocess(
    (value) => (typeof value === "string" ? value.split(/[,;\n]/) : value),
    z.array(z.string()),
  )
  .transform((list) => [...new Set(list.map(normalizeName).filter(Boolean))])
  .refine((list) => list.length > 0, "required")
  .refine((list) => list.length <= 12, "too_many")
  .refine((list) => list.every((each) => each.length <= 50), "too_long")
  .refine((list) => !list.some(hasHidden), "hidden_characters");

/** How doctors introduce themselves; may be empty. A form's line ends count once, as the reader does. */
export const biography = z
  .string()
  .transform((text) => text.replaceAll("\r\n", "\n").trim())
  .refine((text) => text.length <= 2000, "too_long");

/** A doctor's profile as a whole. Where they work is for admins to say, and may be left out. */
export const profileSchema = z.strictObject({
  name: fullName,
  specialization,
  languages,
  biography,
  clinic: emptyIsNone(id),
});

/** What of it is changed. */
export const profileChangeSchema = profileSchema.partial();
export type ProfileChange = z.output<typeof profileChangeSchema>;

/** Why an application is declined; the applicant reads it. */
export const declineApplicationSchema = z.strictObject({ reason: requiredWords(1000) });
