import type { AdapterPayload } from "oidc-provider";
import { seal, unseal } from "../secrets.ts";

const purpose = (kind: string) => `artifact ${kind}`;

/** An artifact as the database keeps it: encrypted, since it may hold ids that are bearer secrets. */
export const sealPayload = (kind: string, payload: AdapterPayload): string =>
  seal(purpose(kind), JSON.stringify(payload));

/** What is in an artifact; undefined if it was sealed under another key. */
export function openPayload(kind: string, sealed: string): AdapterPayload | undefined {
  const text = unseal(purpose(kind), sealed);
  return text === null ? undefined : (JSON.parse(text) as AdapterPayload);
}
