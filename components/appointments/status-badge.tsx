import { useTranslations } from "next-intl";
import { Badge, type BadgeTone } from "#components/ui/badge.tsx";
import type { IconName } from "#components/ui/icons.tsx";
import type { AppointmentStatus } from "./types.ts";

const looks: Record<AppointmentStatus, { tone: BadgeTone; icon: IconName }> = {
  pending: { tone: "warning", icon: "hourglass" },
  confirmed: { tone: "success", icon: "check" },
  declined: { tone: "danger", icon: "cross" },
  canceled: { tone: "neutral", icon: "slash" },
  completed: { tone: "brand", icon: "checkDouble" },
  no_show: { tone: "accent", icon: "userMinus" },
  expired: { tone: "neutral", icon: "clock" },
};

export function StatusBadge({ status }: { status: AppointmentStatus }) {
  const t = useTranslations("appointments.status");
  const { tone, icon } = looks[status];
  return (
    <Badge tone={tone} icon={icon}>
      {t(status)}
    </Badge>
  );
}
