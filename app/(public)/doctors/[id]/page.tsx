import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { cache } from "react";
import { DoctorFacts } from "#components/availability/doctor-facts.tsx";
import { SlotWeek } from "#components/availability/slot-week.tsx";
import { Container } from "#components/shell/public-shell.tsx";
import { currentActor } from "#lib/auth/session.ts";
import { listSlots } from "#lib/availability/queries.ts";
import { weekOf } from "#lib/availability/week.ts";
import { getDoctor } from "#lib/people/queries.ts";
import { localDay } from "#lib/time/zone.ts";
import { idOr404, orNotFound } from "#lib/web/guard.ts";
import { textParams, withParams, type SearchParams } from "#lib/web/search-params.ts";

interface DoctorPageProps {
  params: Promise<{ id: string }>;
  searchParams: SearchParams;
}

export async function generateMetadata({ params }: DoctorPageProps): Promise<Metadata> {
  const doctor = await load((await params).id);
  return { title: doctor.name };
}

/** Once a request: the title and the page ask for the same doctor. */
const load = cache(async (id: string) =>
  orNotFound(getDoctor(await currentActor(), idOr404(id), new Date())),
);

/** `?day=` is any day of the week to show, `?visitType=` the kind of visit. */
export default async function DoctorPage({ params, searchParams }: DoctorPageProps) {
  const t = await getTranslations("profile");
  const { day, visitType } = await textParams(searchParams);
  const now = new Date();
  const doctor = await load((await params).id);
  const path = `/doctors/${doctor.id}`;
  const week = weekOf(doctor.clinic.timeZone, now, day);
  const chosen = doctor.visitTypes.find(({ id }) => id === visitType)?.id;
  const slots =
    doctor.visitTypes.length > 0
      ? await orNotFound(
          listSlots(await currentActor(), doctor.id, { ...week.range, visitType: chosen }, now),
        )
      : null;
  const at = (of: string | undefined) =>
    of && `${withParams(path, { day: of, visitType: chosen })}#free`;
  return (
    <Container>
      <DoctorFacts doctor={doctor} />
      {slots && (
        <SlotWeek
          title={t("free")}
          doctor={doctor}
          slots={slots}
          days={week.days}
          hrefFor={({ startsAt }) =>
            withParams("/patient/book", {
              doctor: doctor.id,
              visitType: slots.visitType.id,
              startsAt,
            })
          }
          weekHref={{
            previous: at(week.previous),
            next: at(week.next),
            nextFree: at(
              doctor.nextFreeAt
                ? localDay(slots.timeZone, Date.parse(doctor.nextFreeAt))
                : undefined,
            ),
          }}
          visitTypeHref={(id) => `${withParams(path, { day, visitType: id })}#free`}
        />
      )}
    </Container>
  );
}
