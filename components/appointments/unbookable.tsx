import { useTranslations } from "next-intl";
import { PhoneLink } from "#components/phone-link.tsx";
import { Alert } from "#components/ui/alert.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { e164Of } from "#lib/formatting/phones.ts";
import type { AppointmentView } from "#lib/appointments/views.ts";

interface UnbookableProps {
  /** Why, as a sentence that says what to do. */
  sentence: string;
  clinic: AppointmentView["clinic"];
  otherTimesHref: string;
}

/** Stands in place of the booking form where nothing can be sent, with the ways to do what the sentence says. */
export function Unbookable({ sentence, clinic, otherTimesHref }: UnbookableProps) {
  const t = useTranslations("patient.book");
  return (
    <>
      <Alert tone="danger" title={sentence} className="max-w-prose">
        {clinic.phone && (
          <>
            {t("phone")}{" "}
            <PhoneLink phone={clinic.phone} e164={e164Of(clinic.phone, clinic.timeZone)} />
          </>
        )}
      </Alert>
      <div className="flex flex-wrap items-center gap-3 max-sm:*:w-full">
        <ButtonLink href={otherTimesHref} variant="secondary">
          {t("other")}
        </ButtonLink>
        <ButtonLink href="/patient" variant="secondary">
          {t("visits")}
        </ButtonLink>
      </div>
    </>
  );
}
