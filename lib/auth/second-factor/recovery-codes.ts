import { randomInt } from "node:crypto";
import { identityDb, type Tx } from "../../db.ts";
import { hashToken } from "../secrets.ts";

/** Crockford's base32: no letter that looks like another letter or a digit. */
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/** 80 bits of chance, so that a fast hash is enough, and a copy of the database gives no code away. */
const LENGTH = 16;
const RECOVERY_CODES = 10;

/** Replaces the recovery codes of a user. Returns the new ones, which are readable this once. */
export async function replaceRecoveryCodes(tx: Tx, userId: string): Promise<string[]> {
  const codes = Array.from({ length: RECOVERY_CODES }, newCode);
  await tx.recoveryCode.deleteMany({ where: { userId } });
  await tx.recoveryCode.createMany({
    data: codes.map((code) => ({ userId, codeHash: hashOf(code) })),
  });
  return codes;
}

/** Spends a recovery code: true once, for a code of this user. */
export async function spendRecoveryCode(userId: string, typed: string): Promise<boolean> {
  const [row] = await identityDb().$queryRaw<{ spent: boolean }[]>`
    SELECT spend_recovery_code(${userId}::uuid, ${hashOf(typed)}) AS spent`;
  return row?.spent === true;
}

/** For example `7K2M-9QXR-0WTC-4HVB`. */
function newCode(): string {
  const letters = Array.from({ length: LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]);
  return letters.join("").replaceAll(/(.{4})(?=.)/g, "$1-");
}

const hashOf = (typed: string): string => hashToken(plain(typed));

/** What was typed as it was made: O was read for 0, I or L for 1. */
const plain = (typed: string): string =>
  typed.toUpperCase().replaceAll(/[\s-]/g, "").replaceAll("O", "0").replaceAll(/[IL]/g, "1");
