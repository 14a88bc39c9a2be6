import { useTranslations } from "next-intl";
import Link from "next/link";
import { formatList } from "#lib/format.ts";
import { formatLanguage } from "#lib/formatting/languages.ts";
import { e164Of } from "#lib/formatting/phones.ts";
import { PhoneLink } from "#components/phone-link.tsx";
import { SpecializationName } from "#components/specialization-name.tsx";
import { DescriptionList } from "#components/ui/description-list.tsx";
import { Entered } from "#components/ui/entered.tsx";
import { Icon } from "#components/ui/icons.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { isolated } from "#lib/names/rules.ts";
import type { DoctorView } from "#lib/people/views.ts";
import { NextFree } from "./next-free.tsx";
import { Portrait } from "./portrait.tsx";

/** Who a practitioner is: the head of the public profile. */
export function DoctorFacts({ doctor }: { doctor: DoctorView }) {
  const t = useTranslations("profile");
  const { name, specialization, biography, languages, clinic, approval, nextFreeAt } = doctor;
  return (
    <>
      <Link href="/doctors" prefetch={false} className="flex items-center gap-2 self-start link">
        <Icon name="arrowLeft" className="size-4" />
        {t("back")}
      </Link>
      <div className="flex flex-wrap items-center gap-5">
        <Portrait name={name} photo={doctor.photo} className="size-20 sm:size-24" />
        <PageHeader
          eyebrow={<SpecializationName slug={specialization} />}
          title={<Entered>{name}</Entered>}
        >
          <Entered>{clinic.name}</Entered>
        </PageHeader>
      </div>
      <div className="grid gap-x-10 gap-y-6 lg:grid-cols-[1fr_20rem]">
        <div className="flex flex-col gap-4">
          {biography && (
            <p dir="auto" className="max-w-prose whitespace-pre-line">
              {biography}
            </p>
          )}
          <DescriptionList
            items={[
              {
                term: t("clinic"),
                description: `${isolated(clinic.name)}, ${isolated(clinic.address)}`,
              },
              ...(clinic.phone
                ? [
                    {
                      term: t("phone"),
                      description: (
                        <PhoneLink
                          phone={clinic.phone}
                          e164={e164Of(clinic.phone, clinic.timeZone)}
                        />
                      ),
                    },
                  ]
                : []),
              ...(languages.length > 0
                ? [{ term: t("languages"), description: formatList(languages.map(formatLanguage)) }]
                : []),
            ]}
          />
        </div>
        <div className="flex flex-col gap-2 self-start rounded-card border border-line bg-surface p-5">
          <NextFree nextFreeAt={nextFreeAt} timeZone={clinic.timeZone} />
          <p className="text-sm text-soft">{t(approval)}</p>
        </div>
      </div>
    </>
  );
}
