import { useTranslations } from "next-intl";
import { formatDate, formatTime, zoneAbbreviation } from "#lib/format.ts";

interface NextFreeProps {
  nextFreeAt: string | null;
  timeZone: string;
}

/** "Next free: Tue, 24 Nov 2026, 09:30 EST", or that there is none. */
export function NextFree({ nextFreeAt, timeZone }: NextFreeProps) {
  const t = useTranslations("availability");
  if (nextFreeAt === null) return <p className="text-soft">{t("noneSoon")}</p>;
  const when = `${formatDate(nextFreeAt, timeZone)}, ${formatTime(nextFreeAt, timeZone)}`;
  return (
    <p>
      <span className="flex items-center gap-2 text-sm text-soft before:size-2 before:rounded-full before:bg-accent">
        {t("nextFree")}
      </span>
      <time dateTime={nextFreeAt} className="font-semibold">
        {when}
      </time>{" "}
      <span className="text-sm text-soft">{zoneAbbreviation(nextFreeAt, timeZone)}</span>
    </p>
  );
}
