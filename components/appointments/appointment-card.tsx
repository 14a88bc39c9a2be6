import { useTranslations } from "next-intl";
import Link from "next/link";
import type { ReactNode } from "react";
import { formatMinutes } from "#lib/format.ts";
import { useSpecializationName } from "#components/specialization-name.tsx";
import { Card } from "#components/ui/card.tsx";
import { Entered } from "#components/ui/entered.tsx";
import { Icon } from "#components/ui/icons.tsx";
import { bothNames } from "#lib/names/rules.ts";
import { OverbookedBadge } from "./overbooked-badge.tsx";
import { StatusBadge } from "./status-badge.tsx";
import type { Audience, ShownAppointment } from "./types.ts";
import { WhenText } from "./when-text.tsx";

interface AppointmentCardProps {
  appointment: ShownAppointment;
  /** Decides who is named: the other side of the visit, or both. */
  audience: Audience;
  href?: string;
  /** Buttons and forms below the facts. */
  actions?: ReactNode;
  /** One sentence about what happens next, e.g. when a request expires. */
  note?: ReactNode;
  highlighted?: boolean;
  headingLevel?: "h2" | "h3";
}

export function AppointmentCard({
  appointment,
  audience,
  href,
  actions,
  note,
  highlighted = false,
  headingLevel: Heading = "h3",
}: AppointmentCardProps) {
  const t = useTranslations("appointments");
  const specialization = useSpecializationName();
  const { doctor, patient, clinic, visitType, reason } = appointment;
  const name = audience === "patient" ? doctor.name : bothNames(patient);
  return (
    <Card as="article" highlighted={highlighted} className="flex flex-col gap-4">
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
        <div>
          <Heading className="text-lg leading-snug font-bold">
            {href ? (
              <Link href={href} prefetch={false} className="link text-ink">
                <Entered>{name}</Entered>
              </Link>
            ) : (
              <Entered>{name}</Entered>
            )}
          </Heading>
          {audience === "patient" && (
            <p className="text-soft">{specialization(doctor.specialization)}</p>
          )}
          {audience === "admin" && <p className="text-soft">{t("with", { name: doctor.name })}</p>}
        </div>
        <div className="flex flex-wrap gap-2">
          {appointment.overbooked && <OverbookedBadge audience={audience} />}
          <StatusBadge status={appointment.status} />
        </div>
      </div>
      <ul className="flex flex-col gap-1.5">
        <Fact icon="calendar">
          <span className="font-semibold">
            <WhenText
              startsAt={appointment.startsAt}
              endsAt={appointment.endsAt}
              timeZone={clinic.timeZone}
            />
          </span>
        </Fact>
        <Fact icon="pin">
          <Entered>{clinic.name}</Entered>
        </Fact>
        <Fact icon="clock">
          <Entered>{visitType.name}</Entered>{" "}
          <span className="text-soft">({formatMinutes(visitType.minutes)})</span>
        </Fact>
        {reason && (
          <Fact icon="speech">
            <Entered>{reason}</Entered>
          </Fact>
        )}
      </ul>
      {note && <p className="text-sm text-soft">{note}</p>}
      {actions && (
        <div className="flex flex-wrap gap-3 border-t border-line pt-4 print:hidden">{actions}</div>
      )}
    </Card>
  );
}

function Fact({
  icon,
  children,
}: {
  icon: "calendar" | "pin" | "clock" | "speech";
  children: ReactNode;
}) {
  return (
    <li className="flex gap-2.5">
      <Icon name={icon} className="mt-1 size-4.5 text-brand" />
      <div className="min-w-0 wrap-anywhere">{children}</div>
    </li>
  );
}
