import { getTranslations } from "next-intl/server";
import { DoctorCard } from "#components/availability/doctor-card.tsx";
import { DoctorSearch } from "#components/availability/doctor-search.tsx";
import { Container } from "#components/shell/public-shell.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Section } from "#components/ui/section.tsx";
import { currentActor } from "#lib/auth/session.ts";
import { searchDirectory } from "#lib/people/queries.ts";
import { doctorFilterSchema } from "#lib/people/schema.ts";

const STEPS = ["choose", "answer", "change"] as const;
/** How many of those with the soonest free times are shown. */
const SOONEST = 3;

export default async function HomePage() {
  const t = await getTranslations("home");
  const actor = await currentActor();
  const filter = doctorFilterSchema.parse({});
  const { choices, page } = await searchDirectory(actor, filter, new Date());
  const soonest = page.items
    .filter(({ nextFreeAt }) => nextFreeAt !== null)
    .toSorted((a, b) => (a.nextFreeAt ?? "").localeCompare(b.nextFreeAt ?? ""))
    .slice(0, SOONEST);
  return (
    <Container>
      <PageHeader eyebrow={t("eyebrow")} title={t("title")}>
        {t("lead")}
      </PageHeader>
      <DoctorSearch choices={choices} />
      {soonest.length > 0 && (
        <Section
          id="soon"
          title={t("soon")}
          actions={
            <div className="flex flex-wrap gap-2">
              <ButtonLink href="/times" variant="quiet" size="small">
                {t("times")}
              </ButtonLink>
              <ButtonLink href="/doctors" variant="quiet" size="small">
                {t("all")}
              </ButtonLink>
            </div>
          }
        >
          <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
            {soonest.map((doctor) => (
              <DoctorCard
                key={doctor.id}
                doctor={doctor}
                href={`/doctors/${doctor.id}`}
                headingLevel="h3"
              />
            ))}
          </div>
        </Section>
      )}
      <Section id="steps" title={t("steps.title")}>
        <ol className="grid gap-6 sm:grid-cols-3">
          {STEPS.map((step, index) => (
            <li key={step} className="flex flex-col gap-1 border-t-3 border-accent pt-4">
              <h3 className="text-lg font-bold">
                {index + 1}. {t(`steps.${step}.title`)}
              </h3>
              <p className="text-soft">{t(`steps.${step}.body`)}</p>
            </li>
          ))}
        </ol>
      </Section>
    </Container>
  );
}
