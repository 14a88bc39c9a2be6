import { v7 as uuid } from "uuid";
import { violates } from "../db-errors.ts";
import { identityDb } from "../db.ts";
import { normalizeName, withoutHidden } from "../names/rules.ts";
import { auditAccount } from "./audit.ts";
import { emailSchema } from "../emails/schema.ts";

/** A person as an outside provider's ID token, already verified, names them. */
export interface OutsidePerson {
  issuer: string;
  subject: string;
  name: string;
  /** Null unless the provider has verified it. */
  email: string | null;
}

export interface KnownUser {
  id: string;
  name: string;
  disabled: boolean;
}

/** Whose account (issuer, subject) is. An e-mail address plays no part in it. */
export async function findOutsideUser(issuer: string, subject: string): Promise<KnownUser | null> {
  const account = await identityDb().account.findUnique({
    where: { issuer_subject: { issuer, subject } },
  });
  return account && findUser(account.userId);
}

export async function findUser(id: string): Promise<KnownUser | null> {
  const user = await identityDb().user.findUnique({
    where: { id },
    select: { id: true, name: true, disabledAt: true },
  });
  return user && { id: user.id, name: user.name, disabled: user.disabledAt !== null };
}

/**
 * A first sign-in makes a patient, in one transaction with the account. Their address is taken over
 * if it is verified there and nobody here has it; otherwise they have none here.
 */
export async function registerOutsidePerson(person: OutsidePerson): Promise<KnownUser> {
  const { issuer, subject } = person;
  const shown = withoutHidden(person.name.replace(/\p{Cc}/gu, " ").slice(0, 200));
  const name = normalizeName(shown) || "Patient";
  const email = person.email && (emailSchema.safeParse(person.email).data ?? null);
  try {
    const id = await identityDb().$transaction(async (tx) => {
      const register = (address: string | null) => tx.$queryRaw<{ id: string | null }[]>`
        SELECT register_patient(${uuid()}::uuid, ${uuid()}::uuid, ${address}, ${name}, NULL) AS id`;
      const userId = (await register(email))[0]?.id ?? (await register(null))[0]?.id;
      if (!userId) throw new Error("nobody was registered");
      await tx.account.create({ data: { issuer, subject, userId } });
      await auditAccount(tx, userId, "account.registered", { via: issuer });
      return userId;
    });
    return { id, name, disabled: false };
  } catch (error) {
    // Two first sign-ins at once: the other one was first.
    const first = violates(error, "accounts_pkey") ? await findOutsideUser(issuer, subject) : null;
    if (!first) throw error;
    return first;
  }
}
