import { useTranslations } from "next-intl";
import Link from "next/link";
import { formatList } from "#lib/format.ts";
import { formatLanguage } from "#lib/formatting/languages.ts";
import { SpecializationName } from "#components/specialization-name.tsx";
import { Card } from "#components/ui/card.tsx";
import { Entered } from "#components/ui/entered.tsx";
import { Icon } from "#components/ui/icons.tsx";
import { NextFree } from "./next-free.tsx";
import { Portrait } from "./portrait.tsx";

export interface ShownDoctor {
  id: string;
  name: string;
  specialization: string;
  clinic: { name: string; timeZone: string };
  /** Language codes ("de") or names. */
  languages?: readonly string[];
  photo?: string | null;
  nextFreeAt: string | null;
}

interface DoctorCardProps {
  doctor: ShownDoctor;
  href: string;
  headingLevel?: "h2" | "h3";
}

/** One doctor of the directory; the whole card leads to the profile. */
export function DoctorCard({ doctor, href, headingLevel: Heading = "h2" }: DoctorCardProps) {
  const t = useTranslations("availability");
  const languages = doctor.languages ?? [];
  return (
    <Card
      as="article"
      className="relative flex flex-col gap-4 transition-colors hover:border-brand"
    >
      <div className="flex items-center gap-4">
        <Portrait name={doctor.name} photo={doctor.photo} />
        <div className="min-w-0">
          <Heading className="text-lg leading-snug font-bold">
            <Link
              href={href}
              prefetch={false}
              className="underline-offset-4 after:absolute after:inset-0 after:rounded-card hover:underline"
            >
              <Entered>{doctor.name}</Entered>
            </Link>
          </Heading>
          <p className="font-semibold text-brand">
            <SpecializationName slug={doctor.specialization} />
          </p>
        </div>
      </div>
      <ul className="flex flex-col gap-1 text-soft">
        <li className="flex gap-2.5">
          <Icon name="pin" className="mt-1 size-4.5" />
          <Entered>{doctor.clinic.name}</Entered>
        </li>
        {languages.length > 0 && (
          <li className="flex gap-2.5">
            <Icon name="speech" className="mt-1 size-4.5" />
            {t("speaks", { languages: formatList(languages.map(formatLanguage)) })}
          </li>
        )}
      </ul>
      <div className="mt-auto border-t border-line pt-4">
        <NextFree nextFreeAt={doctor.nextFreeAt} timeZone={doctor.clinic.timeZone} />
      </div>
    </Card>
  );
}
