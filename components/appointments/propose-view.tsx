import { useTranslations } from "next-intl";
import { SlotWeek } from "#components/availability/slot-week.tsx";
import { ActionForm } from "#components/ui/action-form.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { Field } from "#components/ui/field.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import type { AppointmentView } from "#lib/appointments/views.ts";
import type { SlotsView } from "#lib/availability/views.ts";
import { formatMoment, formatWhen } from "#lib/format.ts";
import { bothNames } from "#lib/names/rules.ts";
import type { FormAction } from "#lib/web/form-state.ts";
import { proposedWhen } from "./proposal-words.ts";
import { SubjectFields } from "./subject-fields.tsx";

interface ProposeViewProps {
  appointment: AppointmentView;
  slots: SlotsView;
  days: readonly string[];
  /** The starts that are chosen so far, in order. */
  chosen: readonly string[];
  most: number;
  action: FormAction;
  /** This page with one time more or less. */
  toggleHref: (startsAt: string) => string;
  weekHref: Record<"previous" | "next" | "nextFree", string | undefined>;
  backHref: string;
}

/** Choose up to three other times for a request, then send them to the patient. */
export function ProposeView(props: ProposeViewProps) {
  const { appointment, slots, days, chosen, most, toggleHref, weekHref, backHref } = props;
  const t = useTranslations("desk.propose");
  const { startsAt, endsAt, clinic, patient, proposals } = appointment;
  return (
    <>
      <PageHeader
        title={t("title", { name: bothNames(patient) })}
        actions={
          <ButtonLink href={backHref} variant="quiet">
            {t("back")}
          </ButtonLink>
        }
      >
        {t("asked", { when: formatWhen(startsAt, endsAt, clinic.timeZone) })}
      </PageHeader>
      {proposals.length > 0 && <p>{t("replaces", { when: proposedWhen(appointment) })}</p>}
      <Chosen {...props} />
      <SlotWeek
        title={t("free")}
        doctor={{ visitTypes: [], acceptingPatients: true }}
        slots={slots}
        days={days}
        hrefFor={(slot) =>
          chosen.length < most || chosen.includes(slot.startsAt)
            ? toggleHref(slot.startsAt)
            : "#chosen"
        }
        weekHref={weekHref}
        chosen={chosen}
      />
    </>
  );
}

function Chosen({ appointment, chosen, most, action, toggleHref }: ProposeViewProps) {
  const t = useTranslations("desk.propose");
  const { timeZone } = appointment.clinic;
  return (
    <Card as="section" aria-labelledby="chosen" className="max-w-prose" highlighted>
      <h2 id="chosen" className="text-xl font-bold">
        {t("chosen", { count: chosen.length, most })}
      </h2>
      <p className="mt-1 text-soft">{t(chosen.length < most ? "lead" : "full")}</p>
      {chosen.length > 0 && (
        <>
          <ul className="my-4 divide-y divide-line rounded-card border border-line">
            {chosen.map((start) => (
              <li
                key={start}
                className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 py-2 pr-2 pl-4"
              >
                <time dateTime={start} className="font-semibold">
                  {formatMoment(start, timeZone)}
                </time>
                <ButtonLink
                  href={toggleHref(start)}
                  variant="quiet"
                  size="small"
                  aria-label={t("removeThis", { when: formatMoment(start, timeZone) })}
                >
                  {t("remove")}
                </ButtonLink>
              </li>
            ))}
          </ul>
          <ActionForm action={action} schema="appointments.propose" submit={t("send")}>
            <SubjectFields appointment={appointment} />
            <input type="hidden" name="startsAt" value={chosen.join(",")} />
            <Field as="textarea" name="reason" label={t("message")} rows={3} maxLength={1000} />
          </ActionForm>
        </>
      )}
    </Card>
  );
}
