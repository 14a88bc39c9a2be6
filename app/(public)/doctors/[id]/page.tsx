import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { cache } from "react";
import { DoctorFacts } from "#components/availability/doctor-facts.tsx";
import { SlotWeek } from "#components/availability/slot-week.tsx";
import { Container } from "#components/shell/public-shell.tsx";
import { currentActor } from "#lib/auth/session.ts";
import { isolated } from "#lib/names/rules.ts";
import { getDoctorWeek } from "#lib/people/queries.ts";
import { localDay } from "#lib/time/zone.ts";
import { orNotFound } from "#lib/web/guard.ts";
import { textParams, withParams, type SearchParams } from "#lib/web/search-params.ts";

interface DoctorPageProps {
  params: Promise<{ id: string }>;
  searchParams: SearchParams;
}

/** Once a request: the title and the page ask for the same doctor. */
const load = cache(async (id: string, day: string | undefined, visitType: string | undefined) =>
  orNotFound(getDoctorWeek(await currentActor(), id, { day, visitType }, new Date())),
);

async function loadPage({ params, searchParams }: DoctorPageProps) {
  const { day, visitType } = await textParams(searchParams);
  return { day, ...(await load((await params).id, day, visitType)) };
}

export async function generateMetadata(props: DoctorPageProps): Promise<Metadata> {
  const { doctor } = await loadPage(props);
  return { title: isolated(doctor.name) };
}

/** `?day=` is any day of the week to show, `?visitType=` the kind of visit. */
export default async function DoctorPage(props: DoctorPageProps) {
  const t = await getTranslations("profile");
  const { doctor, week, slots, day } = await loadPage(props);
  const path = `/doctors/${doctor.id}`;
  const chosen = slots?.visitType.id;
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
