import { z } from "zod";
import { biography, languages } from "../people/schema.ts";
import { fullName, id, requiredWords, specialization } from "../schema.ts";

// Messages are keys of the catalogue (`errors.fields`).

const noControl = /^\P{Cc}*$/u;

const email = z
  .string()
  .trim()
  .toLowerCase()
  .max(254, "too_long")
  .pipe(z.email("email").regex(noControl, "email"));

/** Length matters, composition does not (NIST SP 800-63B, 3.1.1.2). */
export const newPassword = z
  .string()
  .min(10, "password_short")
  .max(200, "too_long")
  .refine((password) => !isCommon(password), "password_common");

/** Of a sign-in. Lenient: what cannot be right is simply wrong. */
export const signInSchema = z.object({
  email: z.string().max(1000).trim().toLowerCase(),
  password: z.string().max(1000),
});

const account = { name: fullName, email, password: newPassword };
const easyToGuess = { path: ["password"], message: "password_common" };

export const registrationSchema = z
  .object(account)
  .refine(({ password, ...rest }) => !isAbout(password, rest), easyToGuess);
export type Registration = z.infer<typeof registrationSchema>;

/** A doctor's application: an account, and what the clinic needs to know to decide. */
export const doctorApplicationSchema = z
  .object({
    ...account,
    specialization,
    clinic: id,
    languages,
    biography,
    licenseNumber: requiredWords(100).regex(noControl, "invalid"),
  })
  .refine(({ password, ...rest }) => !isAbout(password, rest), easyToGuess);
export type DoctorApplication = z.infer<typeof doctorApplicationSchema>;

export const welcomeSchema = z.object({ token: z.string().max(200), password: newPassword });

export const passwordChangeSchema = z.object({
  current: z.string().min(1, "required").max(200, "too_long"),
  password: newPassword,
});

/** An e-mail address as an administrator types it at a terminal. */
export const emailSchema = email;

/** The openings of the most common passwords that are long enough to pass. */
const COMMON =
  /^(password|passwort|qwerty|qwertz|azerty|asdfgh|zxcvbn|1q2w3e|1qaz2w|iloveyou|letmein|welcome|sunshine|princess|football|baseball|superman|administrator|trustno1|slotwell|abcdefgh|abc123|123abc)[\d!@#$%^&*._a-z-]{0,6}$/i;

function isCommon(password: string): boolean {
  return COMMON.test(password) || new Set(password).size < 4 || isRow(password);
}

/** 1234567890, abcdefghij, 9876543210. */
function isRow(password: string): boolean {
  const codes = Array.from(password, (character) => character.codePointAt(0) ?? 0);
  const steps = codes.slice(1).map((code, index) => code - (codes[index] ?? 0));
  return steps.every((step) => step === 1 || step === -9) || steps.every((step) => step === -1);
}

function isAbout(password: string, known: { name: string; email: string }): boolean {
  const said = password.toLowerCase();
  return [known.name.toLowerCase(), known.email, known.email.split("@")[0]].includes(said);
}
