import { useTranslations } from "next-intl";
import { SlotWeek } from "#components/availability/slot-week.tsx";
import { Alert } from "#components/ui/alert.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Section } from "#components/ui/section.tsx";
import type { AppointmentView } from "#lib/appointments/views.ts";
import type { SlotsView } from "#lib/availability/views.ts";
import { formatWhen } from "#lib/format.ts";
import type { FormAction } from "#lib/web/form-state.ts";
import { MoveConfirm, MoveReason } from "./move-confirm.tsx";
import { OtherTimeForm } from "./other-time-form.tsx";
import { OverbookForm } from "./overbook-form.tsx";
import { SubjectFields } from "./subject-fields.tsx";
import { TimeRefusal, type RefusedTime } from "./time-refusal.tsx";

interface MoveViewProps {
  appointment: AppointmentView;
  slots: SlotsView;
  days: readonly string[];
  /** What the address asks for: a time that is free, one that is not, or one that cannot be read. */
  chosen: { startsAt: string; endsAt: string } | undefined;
  refused: RefusedTime | undefined;
  unreadable: boolean;
  asked: { day: string | undefined; time: string | undefined };
  actions: Record<"reschedule" | "overbookMove", FormAction>;
  byStaff: boolean;
  path: string;
  /** This page with other parameters, and the appointment's. */
  hrefFor: (params: { day?: string | undefined; startsAt?: string }) => string;
  weekHref: Record<"previous" | "next" | "nextFree", string | undefined>;
  backHref: string;
  /** The other side's name. */
  name: string;
}

/** Choose another time for a visit, look at both, then move it. */
export function MoveView(props: MoveViewProps) {
  const { appointment, chosen, refused, unreadable, byStaff, hrefFor, name } = props;
  const t = useTranslations("patient.move");
  const { startsAt, endsAt, clinic } = appointment;
  return (
    <>
      <PageHeader
        title={t("title", { name })}
        actions={
          <ButtonLink href={props.backHref} variant="quiet">
            {t("back")}
          </ButtonLink>
        }
      >
        {t("now", { when: formatWhen(startsAt, endsAt, clinic.timeZone) })}
      </PageHeader>
      {unreadable && <Alert tone="warning">{t("unreadable")}</Alert>}
      {refused && (
        <TimeRefusal
          refused={refused}
          timeZone={clinic.timeZone}
          hrefFor={(start) => hrefFor({ startsAt: start })}
        >
          {refused.overbookable && refused.asked && (
            <OverbookForm
              action={props.actions.overbookMove}
              schema="appointments.overbookMove"
              against={refused.against}
            >
              <SubjectFields appointment={appointment} />
              <input type="hidden" name="startsAt" value={refused.asked.startsAt} />
              <MoveReason required={appointment.changeNeedsReason} />
            </OverbookForm>
          )}
        </TimeRefusal>
      )}
      {chosen && (
        <MoveConfirm
          appointment={appointment}
          slot={chosen}
          byStaff={byStaff}
          action={props.actions.reschedule}
        />
      )}
      <SlotWeek
        title={t("choose")}
        doctor={{ visitTypes: [], acceptingPatients: true }}
        slots={props.slots}
        days={props.days}
        hrefFor={({ startsAt: start, date }) => hrefFor({ day: date, startsAt: start })}
        weekHref={props.weekHref}
        {...(chosen && { chosen: [chosen.startsAt] })}
      />
      {byStaff && (
        <Section id="other-time-title" title={t("other")}>
          <p className="text-soft">{t("otherLead")}</p>
          <OtherTimeForm path={props.path} {...props.asked} timeZone={clinic.timeZone} />
        </Section>
      )}
    </>
  );
}
