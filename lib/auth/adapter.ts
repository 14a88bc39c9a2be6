import type { Adapter, AdapterUser } from "next-auth/adapters";
import { identityDb } from "../db.ts";
import { auditAccount } from "./audit.ts";
import {
  findOutsideUser,
  findUser,
  registerOutsidePerson,
  type KnownUser,
  type OutsidePerson,
} from "./outside-accounts.ts";
import { fromSubjectKey, OWN } from "./providers.ts";
import { credentialsOf, hasSecondFactor } from "./second-factor/credentials.ts";
import { viaOf } from "./second-factor/rules.ts";
import { issueStep } from "./second-factor/steps.ts";
import { beginSession } from "./session-store.ts";

/** NextAuth's idea of a user, with what only our callbacks read. */
export type SignedInUser = AdapterUser & { disabled?: boolean; outside?: OutsidePerson };

/** What NextAuth does not pass on to the adapter. */
export interface SignIn {
  provider: string;
  userAgent: string;
  /** How the user has proved who they are (RFC 8176), once the ID token has said so. */
  amr: string[];
}

/**
 * NextAuth's door to the database. It is given a token to store and stores its hash; it can neither
 * find a user by e-mail, nor change one, nor read, prolong or change a session.
 */
export function identityAdapter({ provider, userAgent, amr }: SignIn): Adapter {
  return {
    // Never: two accounts with one address are two accounts.
    getUserByEmail: () => null,
    getUserByAccount: async ({ provider: from, providerAccountId }) => {
      if (from === OWN) return asUser(await findUser(providerAccountId));
      const { issuer, subject } = fromSubjectKey(providerAccountId);
      return asUser(await findOutsideUser(issuer, subject));
    },
    createUser: async (profile: Partial<SignedInUser>) => {
      // Our own authorization server names users who exist; only outside providers bring new ones.
      if (!profile.outside) throw new Error("no such account");
      const user = asUser(await registerOutsidePerson(profile.outside));
      if (!user) throw new Error("nobody was registered");
      return user;
    },
    // Done by createUser, in one transaction.
    linkAccount: () => undefined,
    createSession: async ({ sessionToken, userId }) => {
      // An outside provider is the first factor. The token then stands for a step, which opens nothing.
      if (provider !== OWN && hasSecondFactor(await credentialsOf(userId))) {
        await issueStep({ userId, amr, token: sessionToken }, new Date());
        return { sessionToken, userId, expires: new Date() };
      }
      const via = provider === OWN ? viaOf(amr) : provider;
      const session = { token: sessionToken, userId, via, userAgent, amr };
      return { sessionToken, userId, expires: await beginSession(session, new Date()) };
    },
  };
}

/** Whether somebody whom a provider has named may come in; a refusal is noted. */
export async function mayEnter({ id, disabled }: SignedInUser): Promise<boolean> {
  if (disabled) await auditAccount(identityDb(), id, "account.sign-in-failed", { why: "disabled" });
  return !disabled;
}

function asUser(user: KnownUser | null): SignedInUser | null {
  return user && { ...user, email: "", emailVerified: null };
}
