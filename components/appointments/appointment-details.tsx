import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { formatMinutes, formatDeadline, formatWhen } from "#lib/format.ts";
import { e164Of } from "#lib/formatting/phones.ts";
import { PhoneLink } from "#components/phone-link.tsx";
import { SpecializationName } from "#components/specialization-name.tsx";
import { Alert } from "#components/ui/alert.tsx";
import { Card } from "#components/ui/card.tsx";
import { DescriptionList } from "#components/ui/description-list.tsx";
import { Entered } from "#components/ui/entered.tsx";
import { Section } from "#components/ui/section.tsx";
import type { AppointmentEventView, AppointmentView } from "#lib/appointments/views.ts";
import { bothNames, isolated } from "#lib/names/rules.ts";
import { EventTimeline } from "./event-timeline.tsx";
import { OverbookedBadge } from "./overbooked-badge.tsx";
import { sideNames } from "./side-names.ts";
import { StatusBadge } from "./status-badge.tsx";
import type { Audience } from "./types.ts";

interface AppointmentDetailsProps {
  appointment: AppointmentView;
  events: readonly AppointmentEventView[];
  audience: Audience;
  /** What can be done with it, between the facts and the history. */
  children?: ReactNode;
}

/** One appointment as each of its sides sees it: facts, actions, history. */
export function AppointmentDetails({
  appointment,
  events,
  audience,
  children,
}: AppointmentDetailsProps) {
  const t = useTranslations("appointments");
  const { doctor, patient, clinic, visitType, status, startsAt, endsAt } = appointment;
  const { overbooked, overbookReason, proposals } = appointment;
  const patientAnswers = proposals.length > 0 && audience !== "patient";
  const names = sideNames(appointment, audience);
  return (
    <>
      {appointment.outcomeAssumed && (
        <Alert>{t(`assumed.${audience === "patient" ? "patient" : "staff"}`)}</Alert>
      )}
      <Card className="flex max-w-prose flex-col gap-2">
        <div className="flex flex-wrap items-center justify-between gap-3">
          <p className="text-lg font-bold">{formatWhen(startsAt, endsAt, clinic.timeZone)}</p>
          <div className="flex flex-wrap gap-2">
            {overbooked && <OverbookedBadge audience={audience} />}
            <StatusBadge status={status} />
          </div>
        </div>
        <DescriptionList
          items={[
            {
              term: t("column.doctor"),
              description: (
                <>
                  <Entered>{doctor.name}</Entered>{" "}
                  <span className="text-soft">
                    (<SpecializationName slug={doctor.specialization} />)
                  </span>
                </>
              ),
            },
            {
              term: t("column.patient"),
              description: [isolated(bothNames(patient)), isolated(patient.pronouns)]
                .filter(Boolean)
                .join(", "),
            },
            {
              term: t("facts.clinic"),
              description: (
                <>
                  <Entered>{clinic.name}</Entered>, <Entered>{clinic.address}</Entered>
                  {clinic.phone && (
                    <>
                      {", "}
                      <PhoneLink
                        phone={clinic.phone}
                        e164={e164Of(clinic.phone, clinic.timeZone)}
                      />
                    </>
                  )}
                </>
              ),
            },
            {
              term: t("column.visit"),
              description: `${isolated(visitType.name)} (${formatMinutes(visitType.minutes)})`,
            },
            {
              term: t("facts.reason"),
              description: <Entered>{appointment.reason ?? t("facts.noReason")}</Entered>,
            },
            ...(overbookReason
              ? [
                  {
                    term: t("facts.overbookReason"),
                    description: <Entered>{overbookReason}</Entered>,
                  },
                ]
              : []),
            ...(status === "pending" && appointment.expiresAt
              ? [
                  {
                    term: t(patientAnswers ? "facts.patientAnswersBy" : "facts.answerBy"),
                    description: formatDeadline(appointment.expiresAt, clinic.timeZone),
                  },
                ]
              : []),
          ]}
        />
      </Card>
      {children}
      <Section id="history" title={t("facts.history")}>
        <EventTimeline
          events={events.map((event) => ({
            ...event,
            byName: event.byRole && names[event.byRole],
          }))}
          timeZone={clinic.timeZone}
          audience={audience}
        />
      </Section>
    </>
  );
}
