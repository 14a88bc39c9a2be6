import { useTranslations } from "next-intl";
import { Alert } from "#components/ui/alert.tsx";
import { Moment } from "#components/ui/moment.tsx";
import { SpecializationName } from "#components/specialization-name.tsx";
import { Entered } from "#components/ui/entered.tsx";
import { formatDayOf, formatDeadline, formatMoment } from "#lib/format.ts";
import type { RecordView } from "#lib/records/views.ts";

/** Who wrote it, when, about which visit, and whether it still counts. */
export function RecordHead({ record }: { record: Omit<RecordView, "permits"> }) {
  const t = useTranslations("records.head");
  const { author, appointment, timeZone, createdAt, updatedAt, version, retracted } = record;
  return (
    <div className="flex flex-col gap-4">
      {retracted && (
        <Alert tone="danger" title={t("retracted", { when: formatDayOf(retracted.at, timeZone) })}>
          <Entered>{retracted.reason}</Entered>
        </Alert>
      )}
      <p className="text-soft">
        {t("by", { name: author.name })}
        {author.specialization && (
          <>
            {" ("}
            <SpecializationName slug={author.specialization} />)
          </>
        )}
        {", "}
        <Moment at={createdAt} timeZone={timeZone} />
        {version > 1 && !retracted && (
          <>. {t("changed", { when: formatDeadline(updatedAt, timeZone) })}</>
        )}
        {appointment && (
          <>
            {". "}
            {t("visit", {
              visit: appointment.visitType,
              when: formatMoment(appointment.startsAt, appointment.timeZone),
            })}
          </>
        )}
      </p>
    </div>
  );
}
