import type { Account, KoaContextWithOIDC } from "oidc-provider";
import { identityDb } from "../../db.ts";
import { isId } from "../../schema.ts";

/** A user as the subject of tokens; one who is disabled is nobody. */
export async function findAccount(
  _ctx: KoaContextWithOIDC,
  accountId: string,
): Promise<Account | undefined> {
  if (!isId(accountId)) return undefined;
  const user = await identityDb().user.findFirst({
    where: { id: accountId, disabledAt: null },
    select: { name: true, email: true },
  });
  if (!user) return undefined;
  const { name, email } = user;
  // Nobody has shown that the address is theirs.
  const address = email === null ? {} : { email, email_verified: false };
  return { accountId, claims: () => ({ sub: accountId, name, ...address }) };
}
