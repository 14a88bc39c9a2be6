import type { AccountAct } from "../audit/rules.ts";
import type { PrismaClient } from "../generated/prisma/client.ts";
import type { Tx } from "../db.ts";
import { reportRefusal } from "../refusal-log.ts";

/** Acts that are a failed proof of identity. */
const FAILED = /-failed$|\.throttled$/;

/**
 * Notes what happened to an account in the audit trail; null stands for an account that does not
 * exist. The database refuses an act of which it sees nothing: what was written belongs to the same
 * transaction, what is deleted is deleted afterwards. `detail` never holds an e-mail address or anything secret. Appended last in a transaction:
 * it locks the head of the chain.
 */
export async function auditAccount(
  db: PrismaClient | Tx,
  userId: string | null,
  act: AccountAct,
  detail: Record<string, string | number> = {},
): Promise<void> {
  if (FAILED.test(act)) {
    const { why } = detail;
    reportRefusal({ refused: act, why: typeof why === "string" ? why : undefined, user: userId });
  }
  const json = JSON.stringify(detail);
  await db.$executeRaw`SELECT audit_account(${userId}::uuid, ${act}, ${json}::jsonb)`;
}
