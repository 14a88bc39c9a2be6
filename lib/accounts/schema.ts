import { z } from "zod";
import { cursor, emptyIsNone, pageSize, proofFields, wholeNumber } from "../schema.ts";
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

/** What of an account is changed: its role, and whether it is shut. */
export const accountChangeSchema = z
  .strictObject({
    role: z.enum(["patient", "doctor", "admin"]).optional(),
    disabled: z.boolean().optional(),
    /** Of who changes it, where they signed in too long ago. */
    ...proofFields,
  })
  .refine(({ role, disabled }) => role !== undefined || disabled !== undefined, {
    path: ["role"],
    error: "required",
  });
export type AccountChange = Omit<z.output<typeof accountChangeSchema>, keyof typeof proofFields>;

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
export const retentionSchema = z.strictObject({
  years: wholeNumber(1, 100),
});
export type RetentionInput = z.output<typeof retentionSchema>;
