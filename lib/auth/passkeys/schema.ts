import { z } from "zod";
import { nameOf } from "../../schema.ts";

// What a browser answers (WebAuthn, 5.1.8 and 5.1.9), as JSON in a field of a form.

const MAX_JSON = 20_000;
const base64url = z
  .string()
  .max(MAX_JSON)
  .regex(/^[A-Za-z0-9_-]+$/);

const json = z
  .string()
  .max(MAX_JSON)
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      context.addIssue("invalid");
      return z.NEVER;
    }
  });

const credential = {
  id: base64url,
  rawId: base64url,
  type: z.literal("public-key"),
  clientExtensionResults: z.object({}).default({}),
};

/** A signature by a passkey. */
export const assertionSchema = json.pipe(
  z.object({
    ...credential,
    response: z.object({
      clientDataJSON: base64url,
      authenticatorData: base64url,
      signature: base64url,
      userHandle: base64url,
    }),
  }),
);

const attestation = json.pipe(
  z.object({
    ...credential,
    response: z.object({
      clientDataJSON: base64url,
      attestationObject: base64url,
      transports: z
        .array(z.string().regex(/^[a-z-]{1,20}$/))
        .max(10)
        .default([]),
    }),
  }),
);

/** How a user calls a passkey. */
export const passkeyNameSchema = z.strictObject({ name: nameOf(60) });

/** A new passkey. */
export const newPasskeySchema = z.strictObject({ name: nameOf(60), response: attestation });
export type NewPasskey = z.output<typeof newPasskeySchema>;
