import { z } from "zod";
import { localDay, requiredWords } from "../schema.ts";

export const emergencySchema = z.strictObject({ reason: requiredWords(1000) });

/** Who is meant: exactly the name and date of birth that stand on a card. */
export const emergencyFormSchema = emergencySchema.extend({
  name: requiredWords(200),
  dateOfBirth: localDay,
});
export type EmergencyForm = z.output<typeof emergencyFormSchema>;
