import { useTranslations } from "next-intl";
import { formatNumber } from "#lib/format.ts";
import type { Status } from "#lib/appointments/rules.ts";

/** How many appointments stand where: a list that is also a chart. */
export function StatusBars({ counts }: { counts: readonly { status: Status; count: number }[] }) {
  const t = useTranslations("appointments.status");
  const most = Math.max(1, ...counts.map(({ count }) => count));
  return (
    <dl className="grid gap-2">
      {counts.map(({ status, count }) => (
        <div key={status} className="grid grid-cols-[9rem_1fr] items-center gap-3">
          <dt>{t(status)}</dt>
          <dd className="flex items-center gap-3">
            <svg
              aria-hidden="true"
              className="h-4 w-0 grow"
              preserveAspectRatio="none"
              viewBox="0 0 100 1"
            >
              <rect width={(count / most) * 100} height="1" className="fill-brand" />
            </svg>
            <span className="w-14 text-right font-semibold tabular-nums">
              {formatNumber(count)}
            </span>
          </dd>
        </div>
      ))}
    </dl>
  );
}
