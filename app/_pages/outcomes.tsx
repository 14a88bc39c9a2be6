import { getTranslations } from "next-intl/server";
import { recordSeveral } from "#app/_actions/appointments.ts";
import { AppointmentTable } from "#components/appointments/appointment-table.tsx";
import { OutcomeForm } from "#components/appointments/outcome-form.tsx";
import { Alert } from "#components/ui/alert.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { Done } from "#components/ui/done.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import type { UserActor } from "#lib/access/actor.ts";
import { listOpenEnds, type OpenEnds } from "#lib/appointments/outcomes.ts";
import { isId } from "#lib/schema.ts";
import { orNotFound } from "#lib/web/guard.ts";
import { textParams, type SearchParams } from "#lib/web/search-params.ts";

const DONE = ["complete", "noShow"] as const;

interface OutcomesProps {
  actor: UserActor;
  searchParams: SearchParams;
}

/** The appointments in the actor's scope that need an outcome, several at once. */
export async function Outcomes({ actor, searchParams }: OutcomesProps) {
  const t = await getTranslations("outcomes");
  const query = await textParams(searchParams);
  const failed = (query["failed"] ?? "").split(",").filter(isId);
  const openEnds = await orNotFound(listOpenEnds(actor, failed, new Date()));
  const { items, more } = openEnds;
  const done = DONE.find((known) => known === query["done"]);
  const count = Number(query["count"]);
  const hrefFor = ({ id }: { id: string }) => `/${actor.role}/appointments/${id}`;
  return (
    <>
      {done && count > 0 && count <= 100 && (
        <Done key={items.map(({ id }) => id).join()}>{t(`done.${done}`, { count })}</Done>
      )}
      <Failed openEnds={openEnds} actor={actor} hrefFor={hrefFor} />
      <PageHeader
        title={t("title")}
        actions={
          <ButtonLink href={`/${actor.role}`} variant="quiet">
            {t("back")}
          </ButtonLink>
        }
      >
        {t("lead")}
      </PageHeader>
      {items.length === 0 ? (
        <EmptyState title={t("empty")}>{t("emptyBody")}</EmptyState>
      ) : (
        <OutcomeForm
          appointments={items}
          audience={actor.role}
          action={recordSeveral}
          hrefFor={hrefFor}
          selected={query["select"] === "all"}
        />
      )}
      {more && (
        <p>
          {t("more", { count: items.length })}{" "}
          <a href={`/${actor.role}/appointments?needs=outcome`} className="link">
            {t("moreLink")}
          </a>
        </p>
      )}
    </>
  );
}

/** Those that were left as they are, with how they stand now. */
async function Failed({
  openEnds: { named },
  actor,
  hrefFor,
}: {
  openEnds: OpenEnds;
  actor: UserActor;
  hrefFor: (appointment: { id: string }) => string;
}) {
  const t = await getTranslations("outcomes");
  if (named.length === 0) return null;
  return (
    <Alert tone="warning" title={t("failed", { count: named.length })}>
      <AppointmentTable
        caption={t("failedCaption")}
        appointments={named}
        audience={actor.role}
        hrefFor={hrefFor}
      />
    </Alert>
  );
}
