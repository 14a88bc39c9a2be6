import { useTranslations } from "next-intl";
import { Alert } from "#components/ui/alert.tsx";
import type { OwnChange } from "#lib/accounts/views.ts";
import { formatDeadline } from "#lib/format.ts";

/** Says what was changed about the user's account, so that they notice what they did not do or ask for. */
export function OwnChanges({ changes }: { changes: readonly OwnChange[] }) {
  const t = useTranslations("auth.account.changes");
  if (changes.length === 0) return null;
  return (
    <Alert>
      <ul>
        {changes.map(({ at, byAdmin, name, email }) => (
          <li key={at}>
            {t(byAdmin ? "byAdmin" : "byYou", {
              what: name && email ? "both" : name ? "name" : "email",
              when: formatDeadline(at, "UTC"),
            })}
          </li>
        ))}
      </ul>
      <p>{t("next")}</p>
    </Alert>
  );
}
