import { z } from "zod";
import { canonicalEmail } from "../emails/rules.ts";
import { emailSchema as email } from "../emails/schema.ts";
import { biography, languages } from "../people/schema.ts";
import { fullName, id, nameOf, proofFields, specialization } from "../schema.ts";

// Messages are keys of the catalogue (`errors.fields`).

/**
 * Length matters, composition does not (NIST SP 800-63B, 3.1.1.2). Whether it is easy to guess is
 * decided where it is set (`checkNewPassword`), since the list for that stays on the server.
 */
const newPassword = z.string().min(10, "password_short").max(200, "too_long");

/** Of a sign-in. Lenient: what cannot be right is simply wrong. */
export const signInSchema = z.object({
  email: z
    .string()
    .max(1000)
    .transform((text) => canonicalEmail(text) ?? text.trim().toLowerCase()),
  password: z.string().max(1000),
});

const account = { name: fullName, email, password: newPassword };

export const registrationSchema = z.object(account);
export type Registration = z.infer<typeof registrationSchema>;

/** A doctor's application: an account, and what the clinic needs to know to decide. */
export const doctorApplicationSchema = z.object({
  ...account,
  specialization,
  clinic: id,
  languages,
  biography,
  licenseNumber: nameOf(100),
});
export type DoctorApplication = z.infer<typeof doctorApplicationSchema>;

export const welcomeSchema = z.object({ token: z.string().max(200), password: newPassword });

export const passwordChangeSchema = z.object({
  current: z.string().min(1, "required").max(200, "too_long"),
  password: newPassword,
});

/** Another address to sign in with, and the proof of who asks. */
export const emailChangeSchema = z.strictObject({ email, ...proofFields });

/** The proof that a change of one's own account needs. */
export const proofSchema = z.strictObject(proofFields);
