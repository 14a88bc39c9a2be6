import { z } from "zod";
import { emailSchema } from "../emails/schema.ts";
import {
  cursor,
  emptyIsNone,
  fullName,
  id,
  nameOf,
  optionalWords,
  pageSize,
  proofFields,
  wholeNumber,
} from "../schema.ts";
import { STATES } from "./rules.ts";

/** How the list of accounts is searched. An empty field of a form is no condition. */
export const accountFilterSchema = z.strictObject({
  /** Words of the name or the e-mail address. */
  q: emptyIsNone(z.string().trim().max(100, "too_long")).meta({
    description: "Words of the name or the e-mail address",
  }),
  role: emptyIsNone(z.enum(["patient", "doctor", "admin"])),
  state: emptyIsNone(z.enum(STATES)),
  cursor,
  limit: pageSize,
});
export type AccountFilter = z.output<typeof accountFilterSchema>;

/** What becomes of the appointments ahead of an account that is disabled or gets another role. */
const AHEAD = ["keep", "cancel", "reassign"] as const;

/**
 * A change of an account: its role, whether it is disabled, what becomes of the appointments ahead, its name and
 * its e-mail address.
 */
export const accountChangeSchema = z
  .strictObject({
    role: z.enum(["patient", "doctor", "admin"]).optional(),
    disabled: z.boolean().optional(),
    appointments: z.enum(AHEAD).optional().meta({
      description:
        "What becomes of the appointments ahead: they stay (`keep`, also without this field), are canceled, or go to another doctor who is free then (`reassign`)",
    }),
    reassignTo: id.optional().meta({ description: "The doctor who gets the appointments" }),
    reason: optionalWords(1000).meta({
      description: "What the patients read: required with `cancel`, optional with `reassign`",
    }),
    name: fullName.optional(),
    email: emailSchema.optional(),
    /** Of who changes it, where they signed in too long ago. */
    ...proofFields,
  })
  .refine(
    (change) =>
      (["role", "disabled", "name", "email"] as const).some((key) => change[key] !== undefined),
    { path: ["role"], error: "required" },
  )
  .superRefine(checkDecision);
export type AccountChange = Omit<z.output<typeof accountChangeSchema>, keyof typeof proofFields>;

interface DecisionFields {
  role?: string | undefined;
  disabled?: boolean | undefined;
  appointments?: (typeof AHEAD)[number] | undefined;
  reassignTo?: string | undefined;
  reason?: string | null | undefined;
}

/** Checks what a decision about the appointments ahead needs, and that there is a change to decide for. */
function checkDecision(change: DecisionFields, context: z.RefinementCtx): void {
  const { role, disabled, appointments, reassignTo, reason } = change;
  const issue = (path: string, message: string) => {
    context.addIssue({ code: "custom", path: [path], message });
  };
  if (appointments && !disabled && role === undefined) issue("appointments", "invalid");
  if (appointments === "cancel" && !reason) issue("reason", "required");
  if (appointments === "reassign" && !reassignTo) issue("reassignTo", "required");
  if (reassignTo && appointments !== "reassign") issue("reassignTo", "invalid");
  if (reason && (appointments ?? "keep") === "keep") issue("reason", "invalid");
}

/** The form that disables an account: `ahead`, once it was asked, is `keep`, `cancel` or `reassign|<doctor>`. */
export const disableFormSchema = z.strictObject({
  ahead: z
    .string()
    .max(100)
    .transform((text, context) => {
      const [what, doctor] = text.split("|");
      const decision = z.enum(AHEAD).safeParse(what);
      if (decision.success) return { appointments: decision.data, reassignTo: doctor };
      context.addIssue({ code: "custom", message: "invalid" });
      return z.NEVER;
    })
    .optional(),
  aheadReason: optionalWords(1000),
});

/** The name and the address of an account as an admin corrects them in a form. */
export const correctionSchema = z.strictObject({
  name: fullName,
  email: emptyIsNone(emailSchema),
});

/** How a user wants to be addressed. For an admin also the legal name; others have it in their profile. */
export const ownNamesSchema = z.strictObject({
  name: emptyIsNone(fullName),
  preferredName: emptyIsNone(fullName),
  pronouns: emptyIsNone(nameOf(40)),
});
export type OwnNames = z.output<typeof ownNamesSchema>;

/** Closing an account: whose, typed once more, and the password of who closes it. */
export const closeSchema = z.strictObject({
  name: z.string().trim().min(1, "required").max(200, "too_long"),
  ...proofFields,
});
export type CloseInput = Pick<z.output<typeof closeSchema>, "name">;

/** Confirming who one is before a page that shows what is sensitive, and where to go then. */
export const confirmSchema = z.strictObject({
  ...proofFields,
  callbackUrl: z.string().max(2000),
});

/** For how many years after the last visit a clinic keeps what it wrote. */
export const retentionSchema = z.strictObject({ years: wholeNumber(1, 100) });
export type RetentionInput = z.output<typeof retentionSchema>;

/** After how many days an appointment without an outcome is closed. */
export const outcomePeriodSchema = z.strictObject({ outcomeDays: wholeNumber(1, 365) });
export type OutcomePeriodInput = z.output<typeof outcomePeriodSchema>;
