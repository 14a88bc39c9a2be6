import type { BadgeTone } from "#components/ui/badge.tsx";
import type { IconName } from "#components/ui/icons.tsx";
import type { AppointmentStatus } from "./types.ts";

/** The colour and the picture of each status, wherever one is drawn. */
export const statusLooks: Record<AppointmentStatus, { tone: BadgeTone; icon: IconName }> = {
  pending: { tone: "warning", icon: "hourglass" },
  confirmed: { tone: "success", icon: "check" },
  declined: { tone: "danger", icon: "cross" },
  canceled: { tone: "neutral", icon: "slash" },
  completed: { tone: "brand", icon: "checkDouble" },
  no_show: { tone: "accent", icon: "userMinus" },
  expired: { tone: "neutral", icon: "clock" },
};
