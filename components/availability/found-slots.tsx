import { useTranslations } from "next-intl";
import type { FoundSlotView } from "#lib/availability/views.ts";
import { dayParts, formatMinutes, zoneAbbreviation, zoneCity } from "#lib/format.ts";
import { SpecializationName } from "#components/specialization-name.tsx";
import { Entered } from "#components/ui/entered.tsx";
import { Section } from "#components/ui/section.tsx";

interface FoundSlotsProps {
  /** In the order in which they are shown. */
  slots: readonly FoundSlotView[];
  hrefFor: (slot: FoundSlotView) => string;
}

/** Free times of many doctors, by day. The whole row of a time leads to its booking. */
export function FoundSlots({ slots, hrefFor }: FoundSlotsProps) {
  // Clinics in other zones may begin a day before others have ended theirs.
  const days = [...Map.groupBy(slots, ({ date }) => date)].sort(([a], [b]) => (a < b ? -1 : 1));
  return days.map(([date, found]) => {
    const { weekday, day, month } = dayParts(date, "long");
    const title = `${weekday}, ${day} ${month}`;
    return (
      <Section key={date} id={`day-${date}`} title={title}>
        <ul className="divide-y divide-line rounded-card border border-line bg-surface shadow-card">
          {found.map((slot) => (
            <FoundSlot
              key={`${slot.startsAt} ${slot.doctor.id}`}
              slot={slot}
              day={title}
              href={hrefFor(slot)}
            />
          ))}
        </ul>
      </Section>
    );
  });
}

function FoundSlot({ slot, day, href }: { slot: FoundSlotView; day: string; href: string }) {
  const t = useTranslations("times");
  const { startsAt, time, doctor, clinic, visitType } = slot;
  return (
    <li className="relative grid grid-cols-[5.5rem_1fr] items-center gap-x-4 gap-y-1 p-3 first:rounded-t-card last:rounded-b-card hover:bg-tint sm:grid-cols-[6.5rem_1fr_1fr_1fr] sm:px-5">
      <a
        href={href}
        aria-label={t("book", { time, day, doctor: doctor.name })}
        className="slot after:absolute after:inset-0 max-sm:row-span-3 max-sm:self-start"
      >
        {time}
      </a>
      <p className="min-w-0">
        <span className="block font-bold">
          <Entered>{doctor.name}</Entered>
        </span>
        <span className="block font-semibold text-brand">
          <SpecializationName slug={doctor.specialization} />
        </span>
      </p>
      <p className="min-w-0">
        <span className="block">
          <Entered>{clinic.name}</Entered>
        </span>
        <span className="block text-sm text-soft">
          {zoneCity(clinic.timeZone)}, {zoneAbbreviation(startsAt, clinic.timeZone)}
        </span>
      </p>
      <p className="min-w-0 text-soft">
        <Entered>{visitType.name}</Entered> ({formatMinutes(visitType.minutes)})
      </p>
    </li>
  );
}
