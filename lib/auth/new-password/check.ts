import { anonymous } from "../../access/actor.ts";
import { DomainError } from "../../errors.ts";
import { listDirectoryChoices } from "../../people/queries.ts";
import { commonPasswords } from "./common-list.ts";
import { isEasyToGuess } from "./guess.ts";

const PRODUCT = "Slotwell";

/**
 * Checks a password before it is set (NIST SP 800-63B, 3.1.1.2). Everything that sets one calls this.
 *
 * @param owner whose password it is to be.
 * @throws DomainError `invalid` about `password` if it is common, or about its owner, a clinic or the
 *   product, also in disguise.
 */
export async function checkNewPassword(
  password: string,
  { name, email }: { name: string; email: string | null },
): Promise<void> {
  const { clinics } = await listDirectoryChoices(anonymous);
  const ownWords = [PRODUCT, name, email ?? "", ...clinics.map((clinic) => clinic.name)];
  if (!isEasyToGuess(password, ownWords, commonPasswords())) return;
  throw new DomainError("invalid", { issues: [{ path: "password", message: "password_common" }] });
}
