import { getTranslations } from "next-intl/server";
import { AppointmentFilter } from "#components/appointments/appointment-filter.tsx";
import { AppointmentTable } from "#components/appointments/appointment-table.tsx";
import { Alert } from "#components/ui/alert.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import type { Option } from "#components/ui/field.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Pagination } from "#components/ui/pagination.tsx";
import type { UserActor } from "#lib/access/actor.ts";
import { listAppointments } from "#lib/appointments/queries.ts";
import { dayFilterSchema } from "#lib/appointments/schema.ts";
import { orNotFound } from "#lib/web/guard.ts";
import { lenient, textParams, withParams, type SearchParams } from "#lib/web/search-params.ts";

interface AppointmentListProps {
  actor: UserActor;
  path: string;
  searchParams: SearchParams;
  lead?: string;
  doctors?: readonly Option[];
  clinics?: readonly Option[];
}

/** All appointments in the actor's scope, with filters, newest first. */
export async function AppointmentList(props: AppointmentListProps) {
  const { actor, path, searchParams, lead, doctors, clinics } = props;
  const t = await getTranslations("admin.appointments");
  const { value: filter, kept, ignored } = lenient(dayFilterSchema, await textParams(searchParams));
  const { items, nextCursor } = await orNotFound(listAppointments(actor, filter, new Date()));
  const { cursor, ...searched } = kept;
  return (
    <>
      <PageHeader
        title={t("title")}
        actions={<ButtonLink href={`/${actor.role}/book`}>{t("add")}</ButtonLink>}
      >
        {lead}
      </PageHeader>
      <AppointmentFilter
        path={path}
        values={searched}
        {...(doctors && { doctors })}
        {...(clinics && { clinics })}
      />
      {ignored.length > 0 && (
        <Alert tone="warning">{t("badFilter", { fields: ignored.join(", ") })}</Alert>
      )}
      {items.length === 0 ? (
        <EmptyState title={t("empty")}>{t("emptyBody")}</EmptyState>
      ) : (
        <AppointmentTable
          caption={t("caption")}
          appointments={items}
          audience={actor.role}
          hrefFor={({ id }) => `${path}/${id}`}
        />
      )}
      <Pagination
        newerHref={cursor && withParams(path, searched)}
        olderHref={nextCursor ? withParams(path, { ...searched, cursor: nextCursor }) : undefined}
      />
    </>
  );
}
