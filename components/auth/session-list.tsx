import { useTranslations } from "next-intl";
import { ActionForm } from "#components/ui/action-form.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { Card } from "#components/ui/card.tsx";
import { formatRelative } from "#lib/format.ts";
import type { FormAction } from "#lib/web/form-state.ts";
import { programOf } from "./user-agent.ts";

interface SessionListProps {
  sessions: readonly { id: string; userAgent: string; createdAt: string; lastSeenAt: string }[];
  /** The id of the session that looks at this, where it is one of these. */
  current?: string | undefined;
  now: Date;
  action: FormAction;
  /** On the button; without it, the words are for one's own sessions. */
  endLabel?: string;
  /** What the action is told that ends a session; its id by default. */
  idOf?: (sessionId: string) => string;
}

export function SessionList(props: SessionListProps) {
  const { sessions, current, now, action, endLabel, idOf = same } = props;
  const t = useTranslations("auth.account.sessions");
  return (
    <ul className="flex flex-col gap-3">
      {sessions.map(({ id, userAgent, createdAt, lastSeenAt }) => (
        <Card as="li" key={id} className="flex flex-wrap items-center justify-between gap-4">
          <div>
            <p className="font-semibold">{programOf(userAgent) ?? t("unknown")}</p>
            <p className="text-sm text-soft">
              {t("times", {
                last: formatRelative(lastSeenAt, now),
                began: formatRelative(createdAt, now),
              })}
            </p>
          </div>
          {id === current ? (
            <Badge tone="success">{t("current")}</Badge>
          ) : (
            <ActionForm action={action} submit={endLabel ?? t("end")} submitVariant="secondary">
              <input type="hidden" name="_id" value={idOf(id)} />
            </ActionForm>
          )}
        </Card>
      ))}
    </ul>
  );
}

const same = (id: string) => id;
