import { useTranslations } from "next-intl";
import { DescriptionList } from "#components/ui/description-list.tsx";
import { Entered } from "#components/ui/entered.tsx";
import { Moment } from "#components/ui/moment.tsx";
import type { AccountView } from "#lib/accounts/views.ts";
import { formatDay, formatRelative } from "#lib/format.ts";
import { StateBadge } from "./state-badge.tsx";

interface AccountFactsProps {
  account: AccountView;
  now: Date;
  /** Of the reader. */
  timeZone: string;
}

/** What is known of an account. Clinical facts are elsewhere. */
export function AccountFacts({ account, now, timeZone }: AccountFactsProps) {
  const t = useTranslations("admin.account");
  const role = useTranslations("admin.users.roles");
  const addressed = useTranslations("auth.account.names");
  const {
    preferredName,
    pronouns,
    email,
    createdAt,
    lastSignInAt,
    disabledAt,
    closedAt,
    kept,
    state,
  } = account;
  const dated = (term: string, at: string | null) =>
    at ? [{ term, description: <Moment at={at} timeZone={timeZone} dayOnly /> }] : [];
  return (
    <DescriptionList
      items={[
        ...(preferredName === null
          ? []
          : [{ term: addressed("preferred"), description: <Entered>{preferredName}</Entered> }]),
        ...(pronouns === null
          ? []
          : [{ term: addressed("pronouns"), description: <Entered>{pronouns}</Entered> }]),
        { term: t("email"), description: <Entered>{email ?? t("noEmail")}</Entered> },
        { term: t("role"), description: role(account.role) },
        { term: t("state"), description: <StateBadge state={state} /> },
        ...dated(t("since"), createdAt),
        {
          term: t("lastSignIn"),
          description: lastSignInAt ? formatRelative(lastSignInAt, now) : t("never"),
        },
        ...(state === "disabled" ? dated(t("disabled"), disabledAt) : dated(t("closed"), closedAt)),
        ...(kept
          ? [{ term: t("kept"), description: kept.until ? formatDay(kept.until) : t("keptGone") }]
          : []),
      ]}
    />
  );
}
