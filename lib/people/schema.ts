import { z } from "zod";
import { PARTS } from "../availability/schema.ts";
import { emptyIsNone, id, localDay, specialization } from "../schema.ts";

/** How the directory is searched. An empty field of a form is no condition. */
export const doctorFilterSchema = z.strictObject({
  specialization: emptyIsNone(specialization),
  q: emptyIsNone(z.string().trim().max(100, "too_long")),
  clinic: emptyIsNone(id),
  /** Only those with a free time on this day of their clinic. */
  day: emptyIsNone(localDay),
  /** Looks for free times in this part of the day alone. */
  part: emptyIsNone(z.enum(PARTS)),
  cursor: emptyIsNone(z.string().max(400)),
  limit: z.coerce.number().int().min(1).max(100).default(20),
});
export type DoctorFilter = z.output<typeof doctorFilterSchema>;
