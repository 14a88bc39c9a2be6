import { useTranslations } from "next-intl";
import { Moment } from "#components/ui/moment.tsx";
import { formatMoment } from "#lib/format.ts";
import { cx } from "#components/ui/class-names.ts";
import type { Audience, ShownEvent } from "./types.ts";

interface EventTimelineProps {
  events: readonly ShownEvent[];
  /** The clinic's zone. */
  timeZone: string;
  audience: Audience;
}

/** What happened to an appointment, who did it and why, in the order given. */
export function EventTimeline({ events, timeZone, audience }: EventTimelineProps) {
  return (
    <ol className="ml-2 flex flex-col gap-6 border-l-2 border-line pl-6">
      {events.map((event) => (
        <Event key={event.version} event={event} timeZone={timeZone} audience={audience} />
      ))}
    </ol>
  );
}

function Event({
  event,
  timeZone,
  audience,
}: Omit<EventTimelineProps, "events"> & { event: ShownEvent }) {
  const t = useTranslations("appointments");
  const moved =
    event.fromStartsAt && event.toStartsAt && event.fromStartsAt !== event.toStartsAt
      ? {
          from: formatMoment(event.fromStartsAt, timeZone),
          to: formatMoment(event.toStartsAt, timeZone),
        }
      : undefined;
  const { type, proposedStarts: proposed, overbooked } = event;
  const tookOver = overbooked && ["booked", "requested", "rescheduled"].includes(type);
  return (
    <li className="relative">
      <span
        aria-hidden="true"
        className={cx(
          "absolute top-1.5 -left-[2.05rem] size-4 rounded-full border-3 border-canvas",
          event.byRole ? "bg-brand" : "bg-edge",
        )}
      />
      <p className="font-semibold">
        <EventName event={event} />
        {tookOver && (
          <span className="font-normal text-soft">
            {" "}
            · {t(`overbooked.event.${audience === "patient" ? "patient" : "staff"}`)}
          </span>
        )}
      </p>
      <p className="text-sm text-soft">
        <Moment at={event.at} timeZone={timeZone} />
        {" · "}
        <Author event={event} />
      </p>
      {moved && <p className="mt-1">{t("moved", moved)}</p>}
      {event.fromDoctor && event.toDoctor && (
        <p className="mt-1">
          {t("reassigned", { from: event.fromDoctor.name, to: event.toDoctor.name })}
        </p>
      )}
      {proposed.length > 0 && (
        <ul className="mt-1 list-disc pl-5">
          {proposed.map((start) => (
            <li key={start}>
              <time dateTime={start}>{formatMoment(start, timeZone)}</time>
            </li>
          ))}
        </ul>
      )}
      {tookOver && event.overbookReason && (
        <blockquote dir="auto" className="mt-1.5 border-l-3 border-accent pl-3 wrap-anywhere">
          {event.overbookReason}
        </blockquote>
      )}
      {event.reason && (
        <blockquote dir="auto" className="mt-1.5 border-l-3 border-line pl-3 wrap-anywhere">
          {event.reason}
        </blockquote>
      )}
    </li>
  );
}

function Author({ event }: { event: ShownEvent }) {
  const t = useTranslations("appointments");
  if (event.byName) return t("by", { name: event.byName });
  return event.byRole ? t(`byRole.${event.byRole}`) : t("bySystem");
}

/** The event's own words, else those of the status it led to. */
function EventName({ event }: { event: ShownEvent }) {
  const named = useTranslations("appointments.event");
  const status = useTranslations("appointments.status");
  if (event.type === "accepted" && event.fromStatus !== "pending") return named("confirmed");
  if (isEventName((key) => named.has(key), event.type)) return named(event.type);
  return status(event.toStatus);
}

type EventKey = Parameters<ReturnType<typeof useTranslations<"appointments.event">>>[0];

function isEventName(has: (key: never) => boolean, type: string): type is EventKey {
  return has(type as never);
}
