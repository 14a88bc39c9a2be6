import { useTranslations } from "next-intl";
import { statusLooks } from "#components/appointments/status-looks.ts";
import { Icon } from "#components/ui/icons.tsx";
import { STATUSES } from "#lib/appointments/rules.ts";
import { drawnStatuses } from "#lib/calendar/views.ts";

/** What the colours, pictures and patterns of the grid mean. */
export function CalendarLegend({ closed }: { closed: boolean }) {
  const t = useTranslations("calendar");
  const status = useTranslations("appointments.status");
  const statuses = STATUSES.filter((one) => drawnStatuses(closed).includes(one));
  const entries = [
    ...statuses.map((one) => ({ look: one, icon: statusLooks[one].icon, word: status(one) })),
    { look: "held", icon: "hourglass" as const, word: t("held") },
  ];
  return (
    <ul
      aria-label={t("legend")}
      className="flex flex-wrap gap-x-5 gap-y-2 text-sm text-soft print:hidden"
    >
      {entries.map(({ look, icon, word }) => (
        <li key={look} className="flex items-center gap-2">
          <span className={`calendar-swatch is-${look} flex size-6 items-center justify-center`}>
            <Icon name={icon} className="size-3.5" />
          </span>
          {word}
        </li>
      ))}
    </ul>
  );
}
