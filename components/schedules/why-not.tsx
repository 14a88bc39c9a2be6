import { useTranslations } from "next-intl";
import Link from "next/link";
import { Alert } from "#components/ui/alert.tsx";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Form } from "#components/ui/form.tsx";
import { Section } from "#components/ui/section.tsx";
import { formatTimeRange, formatWhen } from "#lib/format.ts";
import { isolated } from "#lib/names/rules.ts";
import type { ScheduleView, TimeExplained } from "#lib/schedules/views.ts";

interface WhyNotProps {
  schedule: ScheduleView;
  /** This very page, and the page of one appointment. */
  path: string;
  appointmentHref: (id: string) => string;
  asked: Partial<Record<"day" | "time" | "visitType", string>>;
  /** Sentences beside fields that cannot be read. */
  errors: Record<string, string>;
  answer: TimeExplained | null;
}

/** Asks why a time is not offered, and answers with all that speaks against it. */
export function WhyNot({ schedule, path, appointmentHref, asked, errors, answer }: WhyNotProps) {
  const t = useTranslations("schedule.why");
  return (
    <Section id="why" title={t("title")}>
      <p className="max-w-prose text-soft">{t("lead")}</p>
      <Form
        action={path}
        className="grid gap-4 rounded-card border border-line bg-surface p-4 sm:grid-cols-[1fr_1fr_1.5fr_auto] sm:items-start"
      >
        <Field
          type="date"
          name="day"
          label={t("day")}
          defaultValue={asked.day}
          error={errors["day"]}
          required
        />
        <Field
          type="time"
          name="time"
          label={t("time")}
          defaultValue={asked.time}
          error={errors["time"]}
          required
        />
        <Field
          as="select"
          name="visitType"
          label={t("visitType")}
          defaultValue={asked.visitType ?? ""}
          options={schedule.visitTypes.map(({ id, name }) => ({ value: id, label: name }))}
        />
        <Button type="submit" className="sm:mt-8">
          {t("ask")}
        </Button>
      </Form>
      {answer && (
        <Answer answer={answer} zone={schedule.clinic.timeZone} appointmentHref={appointmentHref} />
      )}
    </Section>
  );
}

interface AnswerProps {
  answer: TimeExplained;
  zone: string;
  appointmentHref: (id: string) => string;
}

function Answer({ answer, zone, appointmentHref }: AnswerProps) {
  const t = useTranslations("schedule.why");
  const short = useTranslations("errors.obstacle");
  const { offered, reasons, hours, startsAt, endsAt, visitType } = answer;
  const when = formatWhen(startsAt, endsAt, zone);
  const words = { when, visitType: visitType.name };
  return (
    <Alert
      tone={offered ? "success" : "warning"}
      title={t(offered ? "offered" : "notOffered", words)}
    >
      {reasons.length > 0 && (
        <ul aria-label={t("reasons")} className="list-disc pl-5">
          {reasons.map(({ why, appointment, label }, index) => (
            <li key={`${why}-${index}`}>
              {short(why)}
              {label && ` (${isolated(label)})`}
              {appointment && (
                <>
                  {": "}
                  <Link href={appointmentHref(appointment.id)} prefetch={false} className="link">
                    {t("appointment", {
                      patient: appointment.patient,
                      time: formatTimeRange(appointment.startsAt, appointment.endsAt, zone),
                    })}
                  </Link>
                </>
              )}
            </li>
          ))}
        </ul>
      )}
      <p>
        {hours.length === 0
          ? t("noHours")
          : t("hours", { hours: hours.map(({ from, to }) => `${from}–${to}`).join(", ") })}
      </p>
    </Alert>
  );
}
