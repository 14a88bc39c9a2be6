import { useTranslations } from "next-intl";
import { formatMinutes } from "#lib/format.ts";
import { ButtonLink } from "#components/ui/button.tsx";
import { Section } from "#components/ui/section.tsx";
import { Tabs } from "#components/ui/tabs.tsx";
import type { SlotsView, SlotView } from "#lib/availability/views.ts";
import { isolated } from "#lib/names/rules.ts";
import type { DoctorView } from "#lib/people/views.ts";
import { byDay } from "./days.ts";
import { SlotGrid } from "./slot-grid.tsx";

interface SlotWeekProps {
  title: string;
  doctor: Pick<DoctorView, "visitTypes" | "acceptingPatients">;
  slots: SlotsView;
  days: readonly string[];
  /** Where a free time leads. */
  hrefFor: (slot: SlotView) => string;
  /** The same page for another week. */
  weekHref: {
    previous: string | undefined;
    next: string | undefined;
    nextFree: string | undefined;
  };
  /** The same page for another visit type; without it the type is given. */
  visitTypeHref?: (visitTypeId: string) => string;
  chosen?: readonly string[];
}

/** A practitioner's free times of one week, by visit type. */
export function SlotWeek({
  title,
  doctor,
  slots,
  days,
  hrefFor,
  weekHref,
  visitTypeHref,
  chosen,
}: SlotWeekProps) {
  const t = useTranslations("profile");
  const { name, minutes } = slots.visitType;
  return (
    <Section id="free" title={title}>
      {visitTypeHref && doctor.visitTypes.length > 1 ? (
        <Tabs
          label={t("visitTypes")}
          items={doctor.visitTypes.map((type) => ({
            href: visitTypeHref(type.id),
            label: `${isolated(type.name)} (${formatMinutes(type.minutes)})`,
            current: type.id === slots.visitType.id,
          }))}
        />
      ) : (
        <p className="text-soft">
          {t("for", { visitType: name, minutes: formatMinutes(minutes) })}
        </p>
      )}
      {!doctor.acceptingPatients && <p className="font-semibold">{t("notAccepting")}</p>}
      <SlotGrid
        days={byDay(days, slots.slots)}
        timeZone={slots.timeZone}
        hrefFor={hrefFor}
        previousHref={weekHref.previous}
        nextHref={weekHref.next}
        {...(chosen === undefined ? {} : { chosen })}
      />
      {slots.slots.length === 0 && weekHref.nextFree && (
        <p className="flex flex-wrap items-center gap-4">
          {t("noneThisWeek")}
          <ButtonLink href={weekHref.nextFree} variant="secondary" size="small">
            {t("toNextFree")}
          </ButtonLink>
        </p>
      )}
    </Section>
  );
}
