import type { Scope } from "../access/actor.ts";
import { grantable, type AnyScope, type ClientKind } from "./rules.ts";

/** A program that somebody has let use Slotwell for them. Instants are RFC 3339 in UTC. */
export interface ConnectionView {
  id: string;
  name: string;
  scopes: AnyScope[];
  /** When they last said yes, and when that ends by itself. */
  since: string;
  until: string;
  lastUsedAt: string | null;
}

/** A program in the list of admins. */
export interface ClientSummary {
  id: string;
  name: string;
  kind: ClientKind;
  disabled: boolean;
  lastUsedAt: string | null;
}

/** A program with all that admins may know of it: never its secret, nor the secret's hash. */
export interface ClientView extends ClientSummary {
  proof: "none" | "secret" | "key";
  redirectUris: string[];
  scopes: readonly Scope[];
  /** What an admin may let it ask for. */
  grantable: readonly Scope[];
  dpopBound: boolean;
  createdAt: string;
}

/** The row that these are made of. */
export interface ClientRow {
  id: string;
  name: string;
  kind: string;
  secretHash: string | null;
  jwks: unknown;
  redirectUris: string[];
  scopes: string[];
  dpopBound: boolean;
  createdAt: Date;
  disabledAt: Date | null;
  lastUsedAt: Date | null;
}

export function clientSummary({ id, name, ...row }: ClientRow): ClientSummary {
  return {
    id,
    name,
    kind: row.kind as ClientKind,
    disabled: row.disabledAt !== null,
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
  };
}

export function clientView(row: ClientRow): ClientView {
  const summary = clientSummary(row);
  const may = grantable(summary.kind);
  return {
    ...summary,
    proof: row.jwks ? "key" : row.secretHash === null ? "none" : "secret",
    redirectUris: row.redirectUris,
    scopes: may.filter((scope) => row.scopes.includes(scope)),
    grantable: [...may],
    dpopBound: row.dpopBound,
    createdAt: row.createdAt.toISOString(),
  };
}
