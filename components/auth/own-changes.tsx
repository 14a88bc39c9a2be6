import { useTranslations } from "next-intl";
import { Alert } from "#components/ui/alert.tsx";
import type { OwnChange } from "#lib/accounts/views.ts";
import { formatDeadline } from "#lib/format.ts";

interface OwnChangesProps {
  changes: readonly OwnChange[];
  /** In which the times are shown. */
  timeZone: string;
}

/** Says what was changed about the user's account, so that they notice what they did not do or ask for. */
export function OwnChanges({ changes, timeZone }: OwnChangesProps) {
  const t = useTranslations("auth.account.changes");
  if (changes.length === 0) return null;
  return (
    <Alert>
      <ul>
        {changes.map(({ at, byAdmin, name, email }) => (
          <li key={at}>
            {t(byAdmin ? "byAdmin" : "byYou", {
              what: name && email ? "both" : name ? "name" : "email",
              when: formatDeadline(at, timeZone),
            })}
          </li>
        ))}
      </ul>
      <p>{t("next")}</p>
    </Alert>
  );
}
