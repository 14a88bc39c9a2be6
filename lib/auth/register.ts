import { v7 as uuid } from "uuid";
import { identityDb, type Tx } from "../db.ts";
import { auditAccount } from "./audit.ts";
import { checkNewPassword } from "./new-password/check.ts";
import { hashPassword, secondsWhenBusy } from "./passwords.ts";
import type { Registration } from "./schema.ts";
import { counter, reserve } from "./throttle.ts";

/**
 * Registers a patient, unless the address is in use: then nothing changes. The caller does not learn
 * which, and both take a hash and a commit.
 *
 * @param address the client's network address.
 * @returns seconds to wait before trying again; 0 if it was done.
 * @throws DomainError `invalid` about `password` if it is easy to guess.
 */
export async function registerPatient(
  registration: Registration,
  address: string,
  now: Date,
): Promise<number> {
  const { name, email } = registration;
  return register(registration, address, now, (tx, hash) => {
    return tx.$queryRaw`
      SELECT register_patient(${uuid()}::uuid, ${uuid()}::uuid, ${email}, ${name}, ${hash}) AS id`;
  });
}

/**
 * Makes an account with a password by `insert`, which answers with the id of the user, or null if the
 * address is in use. For whoever registers, of whatever role: counted together, and as `registerPatient`.
 */
export async function register(
  { name, email, password }: Pick<Registration, "name" | "email" | "password">,
  address: string,
  now: Date,
  insert: (tx: Tx, hash: string) => Promise<{ id: string | null }[]>,
): Promise<number> {
  const { waits } = await reserve([counter("registration", address)], now);
  const [retryAfter = 0] = waits;
  if (retryAfter > 0) return retryAfter;
  await checkNewPassword(password, { name, email });
  const hash = await hashPassword(password).catch(secondsWhenBusy);
  if (typeof hash === "number") return hash;
  await identityDb().$transaction(async (tx) => {
    const [made] = await insert(tx, hash);
    if (made?.id) return auditAccount(tx, made.id, "account.registered", { via: "password" });
    const owner = await tx.user.findUnique({ where: { email }, select: { id: true } });
    return auditAccount(tx, owner?.id ?? null, "account.registration-refused");
  });
  return 0;
}
