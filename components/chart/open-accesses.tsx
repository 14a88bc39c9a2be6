import { useTranslations } from "next-intl";
import Link from "next/link";
import { Section } from "#components/ui/section.tsx";
import { formatClock } from "#lib/format.ts";
import type { OpenAccess } from "#lib/emergency/views.ts";

interface OpenAccessesProps {
  accesses: readonly OpenAccess[];
  /** Of the doctor's clinic. */
  timeZone: string;
}

/** The way back to what was opened within the hour. */
export function OpenAccesses({ accesses, timeZone }: OpenAccessesProps) {
  const t = useTranslations("emergency");
  if (accesses.length === 0) return null;
  return (
    <Section id="open" title={t("openNow")}>
      <ul className="flex flex-col gap-2">
        {accesses.map(({ patientId, name, expiresAt }) => (
          <li key={patientId}>
            <Link href={`/doctor/patients/${patientId}`} prefetch={false} className="link">
              {t("openUntil", { name, until: formatClock(expiresAt, timeZone) })}
            </Link>
          </li>
        ))}
      </ul>
    </Section>
  );
}
