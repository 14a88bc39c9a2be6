import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Alert } from "#components/ui/alert.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import type { TimePreview } from "#lib/appointments/views.ts";
import { formatMoment, formatWhen } from "#lib/format.ts";

/** A time that was asked for and is not free, with the reason as a sentence and in two or three words. */
export type RefusedTime = Exclude<TimePreview, { slot: unknown }> & {
  sentence: string;
  against: string;
};

interface TimeRefusalProps {
  refused: RefusedTime;
  timeZone: string;
  /** Where a time that is free leads. */
  hrefFor: (startsAt: string) => string;
  /** What can be done all the same. */
  children?: ReactNode;
}

/** Says why a time cannot be had, and offers the nearest that can. */
export function TimeRefusal({ refused, timeZone, hrefFor, children }: TimeRefusalProps) {
  const t = useTranslations("desk.refused");
  const { asked, sentence, alternatives } = refused;
  return (
    <section aria-labelledby="refused" className="flex max-w-prose flex-col gap-4">
      <Alert
        tone="warning"
        title={
          <span id="refused">
            {asked
              ? t("title", { when: formatWhen(asked.startsAt, asked.endsAt, timeZone) })
              : t("titleNoTime")}
          </span>
        }
      >
        {sentence}
      </Alert>
      {alternatives.length > 0 && (
        <div className="flex flex-col gap-2">
          <p className="font-semibold">{t("alternatives")}</p>
          <ul className="flex flex-wrap gap-2">
            {alternatives.map(({ startsAt }) => (
              <li key={startsAt}>
                <ButtonLink href={hrefFor(startsAt)} variant="secondary" size="small">
                  {formatMoment(startsAt, timeZone)}
                </ButtonLink>
              </li>
            ))}
          </ul>
        </div>
      )}
      {children}
    </section>
  );
}
