import { useTranslations } from "next-intl";
import { Badge } from "#components/ui/badge.tsx";
import { statusLooks } from "./status-looks.ts";
import type { AppointmentStatus } from "./types.ts";

export function StatusBadge({ status }: { status: AppointmentStatus }) {
  const t = useTranslations("appointments.status");
  const { tone, icon } = statusLooks[status];
  return (
    <Badge tone={tone} icon={icon}>
      {t(status)}
    </Badge>
  );
}
