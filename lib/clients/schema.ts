import { z } from "zod";
import { SCOPES, type Scope } from "../access/actor.ts";
import { emptyIsNone, nameOf, nested, proofFields } from "../schema.ts";
import { grantable, isRedirectUri, KINDS } from "./rules.ts";

/** The ticked boxes of a form, `scopes:doctors:read=on`, as the scopes they stand for. */
const tickedScopes = z
  .preprocess(flat, z.record(z.string(), z.string()).default({}))
  .transform((ticked): Scope[] => SCOPES.filter((scope) => ticked[scope] === "on"));

/** Each address on a line of its own. */
const redirectUris = z
  .string()
  .max(4000, "too_long")
  .default("")
  .transform((text) => text.split(/\s+/).filter(Boolean))
  .refine((uris) => uris.length <= 20, "too_many")
  .refine((uris) => uris.every(isRedirectUri), "redirect_uri");

const KEY = z.strictObject({
  kty: z.enum(["RSA", "EC", "OKP"]),
  kid: z.string().max(200).optional(),
  use: z.literal("sig").optional(),
  alg: z.string().max(20).optional(),
  ...Object.fromEntries(
    ["n", "e", "crv", "x", "y"].map((part) => [part, z.string().max(2000).optional()]),
  ),
});
const keySet = z.object({ keys: z.array(KEY).min(1).max(5) });

/** Public keys as a JWK Set (RFC 7517). A private one is none that anybody should send. */
const jwks = z
  .string()
  .max(20_000, "too_long")
  .transform((text, context) => {
    const set = keySet.safeParse(jsonOf(text));
    if (set.success) return set.data;
    context.addIssue({ code: "custom", message: "jwks" });
    return z.NEVER;
  });

/** The password of the admin who does it. */

/** A program as an admin lets it in. */
export const clientFormSchema = z.preprocess(
  nested,
  z
    .strictObject({
      kind: z.enum(KINDS),
      name: nameOf(100),
      redirectUris,
      scopes: tickedScopes,
      jwks: emptyIsNone(jwks),
      dpopBound: z.literal("on").optional(),
      ...proofFields,
    })
    .superRefine(({ kind, redirectUris: uris, jwks: keys, scopes }, context) => {
      const complain = (path: string, message: string) => {
        context.addIssue({ code: "custom", path: [path], message });
      };
      if (kind === "service" && uris.length > 0) complain("redirectUris", "redirect_uri_service");
      if (kind !== "service" && uris.length === 0) complain("redirectUris", "required");
      if (kind === "public" && keys) complain("jwks", "jwks_public");
      if (scopes.some((scope) => !grantable(kind).includes(scope))) {
        complain("kind", "scope_service");
      }
    }),
);
export type ClientInput = Omit<z.output<typeof clientFormSchema>, keyof typeof proofFields>;

/** What a program may ask for from now on. */
export const clientScopesSchema = z.preprocess(nested, z.strictObject({ scopes: tickedScopes }));

/** A new secret, or the end of a program: with the password of who does it. */
export const clientProofSchema = z.strictObject(proofFields);

/** `nested` takes a scope's own colon for a level of the tree. */
function flat(tree: unknown): unknown {
  if (typeof tree !== "object" || tree === null) return tree;
  return Object.fromEntries(
    Object.entries(tree as Record<string, unknown>).flatMap(([area, rights]) =>
      Object.entries(typeof rights === "object" && rights !== null ? rights : {}).map(
        ([right, on]) => [`${area}:${right}`, on],
      ),
    ),
  );
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
