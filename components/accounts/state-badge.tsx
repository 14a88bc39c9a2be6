import { useTranslations } from "next-intl";
import { Badge, type BadgeTone } from "#components/ui/badge.tsx";
import type { IconName } from "#components/ui/icons.tsx";
import type { AccountState } from "#lib/accounts/rules.ts";

const looks: Record<AccountState, { tone: BadgeTone; icon: IconName }> = {
  active: { tone: "success", icon: "check" },
  disabled: { tone: "warning", icon: "slash" },
  closed: { tone: "neutral", icon: "cross" },
};

export function StateBadge({ state }: { state: AccountState }) {
  const t = useTranslations("admin.users.states");
  return <Badge {...looks[state]}>{t(state)}</Badge>;
}
