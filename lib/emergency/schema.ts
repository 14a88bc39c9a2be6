import { z } from "zod";
import { emptyIsNone, fullName, id, localDay, requiredWords } from "../schema.ts";

export const emergencySchema = z.strictObject({ reason: requiredWords(1000) });

/** Who is meant: exactly the name and date of birth that stand on a card. */
export const emergencyFormSchema = emergencySchema.extend({
  name: fullName,
  dateOfBirth: localDay,
  /** Which of several of that name. */
  patient: emptyIsNone(id),
});
export type EmergencyForm = z.output<typeof emergencyFormSchema>;
