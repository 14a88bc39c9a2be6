import { getTranslations } from "next-intl/server";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import {
  dropTimeOff,
  saveHours,
  saveRules,
  saveTimeOff,
  saveVisitTypes,
} from "#app/_actions/schedules.ts";
import { BookingRules } from "#components/schedules/booking-rules.tsx";
import { HoursForm } from "#components/schedules/hours-form.tsx";
import {
  SCHEDULE_PARTS,
  ScheduleHead,
  type SchedulePart,
} from "#components/schedules/schedule-head.tsx";
import { TimeOff } from "#components/schedules/time-off.tsx";
import { VisitTypes } from "#components/schedules/visit-types.tsx";
import { Done } from "#components/ui/done.tsx";
import type { UserActor } from "#lib/access/actor.ts";
import { getSchedule } from "#lib/schedules/queries.ts";
import { nextException, type ScheduleView } from "#lib/schedules/views.ts";
import { localDay } from "#lib/time/zone.ts";
import { orNotFound } from "#lib/web/guard.ts";
import { textParams, type SearchParams } from "#lib/web/search-params.ts";
import { WhyNotPart } from "./why-not.tsx";

const DONE = ["hours", "away", "back", "types", "rules"] as const;

interface SchedulePageProps {
  actor: UserActor;
  doctorId: string;
  /** The schedule's own page, and the segments of the address below it. */
  path: string;
  below: readonly string[] | undefined;
  searchParams: SearchParams;
}

/** A practitioner's schedule, one part of it at a time: for the doctor, and for admins. */
export async function SchedulePage(props: SchedulePageProps) {
  const { actor, doctorId, path, below, searchParams } = props;
  const part = partOf(below);
  const params = await textParams(searchParams);
  const now = new Date();
  const schedule = await orNotFound(getSchedule(actor, doctorId, now));
  const t = await getTranslations("schedule.done");
  const done = DONE.find((known) => known === params["done"]);
  const today = localDay(schedule.clinic.timeZone, now.getTime());
  const parts: Record<SchedulePart, (schedule: ScheduleView) => ReactNode> = {
    hours: () => <HoursForm key={schedule.version} schedule={schedule} action={saveHours} />,
    timeOff: () => <TimeOff schedule={schedule} add={saveTimeOff} remove={dropTimeOff} />,
    visitTypes: () => (
      <VisitTypes key={schedule.version} schedule={schedule} action={saveVisitTypes} />
    ),
    rules: () => <BookingRules key={schedule.version} schedule={schedule} action={saveRules} />,
    why: () => (
      <WhyNotPart actor={actor} schedule={schedule} path={`${path}/why`} params={params} />
    ),
  };
  return (
    <>
      {done && <Done key={`done ${schedule.version}`}>{t(done)}</Done>}
      <ScheduleHead
        schedule={schedule}
        part={part}
        path={path}
        exception={nextException(schedule, today)}
        named={actor.role !== "doctor"}
      />
      {parts[part](schedule)}
    </>
  );
}

function partOf(below: readonly string[] = []): SchedulePart {
  const address = below.map((segment) => `/${segment}`).join("");
  const found = Object.entries(SCHEDULE_PARTS).find(([, path]) => path === address);
  if (!found) notFound();
  return found[0] as SchedulePart;
}
