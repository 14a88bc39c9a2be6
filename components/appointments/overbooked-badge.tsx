import { useTranslations } from "next-intl";
import { Badge } from "#components/ui/badge.tsx";
import type { Audience } from "./types.ts";

/** Marks a visit that staff put where the rules would not; a patient reads what it means for them. */
export function OverbookedBadge({ audience }: { audience: Audience }) {
  const t = useTranslations("appointments.overbooked");
  return (
    <Badge tone="accent" icon="layers">
      {t(audience === "patient" ? "patient" : "staff")}
    </Badge>
  );
}
