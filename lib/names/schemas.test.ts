import { expect, it } from "vitest";
import { doctorApplicationSchema } from "../auth/schema.ts";
import { clientFormSchema } from "../clients/schema.ts";
import { entrySchema } from "../history/schema.ts";
import { profileFormSchema } from "../patients/schema.ts";
import { profileSchema as doctorProfileSchema } from "../people/schema.ts";
import { recordFormSchema } from "../records/schema.ts";
import { holidaySchema, visitTypesFormSchema } from "../schedules/schema.ts";

const HIDDEN = "A\u202Eb";

it.each([
  ["a patient", profileFormSchema, "name"],
  ["an emergency contact", profileFormSchema, "emergencyContact:name"],
  ["an insurer", profileFormSchema, "insurance:provider"],
  ["a doctor", doctorProfileSchema, "name"],
  ["a doctor's language", doctorProfileSchema, "languages"],
  ["a licence", doctorApplicationSchema, "licenseNumber"],
  ["a client", clientFormSchema, "name"],
  ["a visit type", visitTypesFormSchema, "visitTypes:0:name"],
  ["a holiday", holidaySchema, "name"],
  ["an entry of the history", entrySchema, "name"],
  ["a medicine", recordFormSchema, "prescriptions:0:drug"],
  ["a test", recordFormSchema, "labResults:0:name"],
])("refuses hidden characters in the name of %s", (_what, schema, field) => {
  const { error } = schema.safeParse({ [field]: HIDDEN });
  const complaint = error?.issues.find(({ path }) => path.join(":") === field);
  expect(complaint?.message).toBe("hidden_characters");
});
