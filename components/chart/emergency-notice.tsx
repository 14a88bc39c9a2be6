import { useTranslations } from "next-intl";
import { Alert } from "#components/ui/alert.tsx";
import { formatClock } from "#lib/format.ts";

/** An emergency access is open: until when, and that the patient sees it. */
export function EmergencyNotice({ expiresAt, timeZone }: { expiresAt: string; timeZone: string }) {
  const t = useTranslations("emergency");
  return (
    <Alert tone="warning" title={t("open", { until: formatClock(expiresAt, timeZone) })}>
      {t("openBody")}
    </Alert>
  );
}
