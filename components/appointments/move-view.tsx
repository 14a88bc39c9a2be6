import { useTranslations } from "next-intl";
import { SlotWeek } from "#components/availability/slot-week.tsx";
import { formatWhen } from "#lib/format.ts";
import { ActionForm } from "#components/ui/action-form.tsx";
import { Alert } from "#components/ui/alert.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import type { AppointmentView } from "#lib/appointments/views.ts";
import type { SlotsView } from "#lib/availability/views.ts";
import type { FormAction } from "#lib/web/form-state.ts";
import { SubjectFields } from "./subject-fields.tsx";

interface MoveViewProps {
  appointment: AppointmentView;
  slots: SlotsView;
  days: readonly string[];
  /** The start that was chosen, if any: then it is confirmed below. */
  chosen: string | undefined;
  action: FormAction;
  asksAnew: boolean;
  /** This page with other parameters, and the appointment's. */
  hrefFor: (params: { day?: string | undefined; startsAt?: string }) => string;
  weekHref: {
    previous: string | undefined;
    next: string | undefined;
    nextFree: string | undefined;
  };
  backHref: string;
  /** The other side's name. */
  name: string;
}

/** Choose another time for a visit, look at both, then move it. */
export function MoveView(props: MoveViewProps) {
  const { appointment, slots, days, chosen, action, asksAnew, hrefFor, weekHref, backHref, name } =
    props;
  const t = useTranslations("patient.move");
  const zone = appointment.clinic.timeZone;
  const now = formatWhen(appointment.startsAt, appointment.endsAt, zone);
  const slot = slots.slots.find(({ startsAt }) => startsAt === chosen);
  return (
    <>
      <PageHeader
        title={t("title", { name })}
        actions={
          <ButtonLink href={backHref} variant="quiet">
            {t("back")}
          </ButtonLink>
        }
      >
        {t("now", { when: now })}
      </PageHeader>
      {chosen && !slot && <Alert tone="warning">{t("gone")}</Alert>}
      {slot && (
        <Card className="max-w-prose" highlighted>
          <h2 className="text-xl font-bold">{t("confirmTitle")}</h2>
          <p className="mt-2 text-soft">
            {t("from")} <s>{now}</s>
          </p>
          <p className="mb-4 text-lg font-semibold">
            {t("to")} {formatWhen(slot.startsAt, slot.endsAt, zone)}
          </p>
          <ActionForm action={action} schema="appointments.reschedule" submit={t("confirm")}>
            <SubjectFields appointment={appointment} />
            <input type="hidden" name="startsAt" value={slot.startsAt} />
            <p className="text-soft">{t(asksAnew ? "asksAnew" : "stands")}</p>
          </ActionForm>
        </Card>
      )}
      <SlotWeek
        title={t("choose")}
        doctor={{ visitTypes: [], acceptingPatients: true }}
        slots={slots}
        days={days}
        hrefFor={({ startsAt, date }) => hrefFor({ day: date, startsAt })}
        weekHref={weekHref}
        {...(chosen === undefined ? {} : { chosen })}
      />
    </>
  );
}
