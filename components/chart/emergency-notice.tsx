import { useTranslations } from "next-intl";
import { Alert } from "#components/ui/alert.tsx";
import { formatTime, zoneAbbreviation } from "#lib/format.ts";

/** An emergency access is open: until when, and that the patient sees it. */
export function EmergencyNotice({ expiresAt, timeZone }: { expiresAt: string; timeZone: string }) {
  const t = useTranslations("emergency");
  const until = `${formatTime(expiresAt, timeZone)} ${zoneAbbreviation(expiresAt, timeZone)}`;
  return (
    <Alert tone="warning" title={t("open", { until })}>
      {t("openBody")}
    </Alert>
  );
}
