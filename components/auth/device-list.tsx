import { useTranslations } from "next-intl";
import { ActionForm } from "#components/ui/action-form.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { Card } from "#components/ui/card.tsx";
import { Section } from "#components/ui/section.tsx";
import { formatRelative } from "#lib/format.ts";
import type { FormAction } from "#lib/web/form-state.ts";
import { programOf } from "./user-agent.ts";

interface DeviceListProps {
  devices: readonly {
    id: string;
    userAgent: string;
    firstSeenAt: Date;
    lastSeenAt: Date;
    isNew: boolean;
    isCurrent: boolean;
  }[];
  now: Date;
  accept: FormAction;
  remove: FormAction;
}

/** The browsers in which the user has signed in, the new ones first. */
export function DeviceList({ devices, now, accept, remove }: DeviceListProps) {
  const t = useTranslations("auth.security.devices");
  const hasNew = devices.some(({ isNew }) => isNew);
  return (
    <Section id="devices" title={t("title")}>
      <p className="max-w-prose">{t("lead")}</p>
      {hasNew && (
        <Card highlighted className="max-w-prose">
          <ActionForm action={accept} submit={t("accept")}>
            <p>{t("newLead")}</p>
          </ActionForm>
        </Card>
      )}
      <ul className="flex flex-col gap-3">
        {devices.map(({ id, userAgent, firstSeenAt, lastSeenAt, isNew, isCurrent }) => (
          <Card as="li" key={id} className="flex flex-wrap items-center justify-between gap-4">
            <div>
              <p className="flex flex-wrap items-center gap-3 font-semibold">
                {programOf(userAgent) ?? t("unknown")}
                {isNew && <Badge tone="warning">{t("new")}</Badge>}
              </p>
              <p className="text-sm text-soft">
                {t("times", {
                  first: formatRelative(firstSeenAt, now),
                  last: formatRelative(lastSeenAt, now),
                })}
              </p>
            </div>
            {isCurrent ? (
              <Badge tone="success">{t("current")}</Badge>
            ) : (
              <ActionForm action={remove} submit={t("remove")} submitVariant="secondary">
                <input type="hidden" name="_id" value={id} />
              </ActionForm>
            )}
          </Card>
        ))}
      </ul>
    </Section>
  );
}
