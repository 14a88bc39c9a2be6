import { getTranslations } from "next-intl/server";
import { book, overbook } from "#app/_actions/appointments.ts";
import { findPatients } from "#app/_actions/search.ts";
import { DeskSteps } from "#components/appointments/desk-steps.tsx";
import { DeskTime } from "#components/appointments/desk-time.tsx";
import { Alert } from "#components/ui/alert.tsx";
import { ExpiredSearch } from "#components/ui/expired-search.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import type { UserActor } from "#lib/access/actor.ts";
import { currentZone } from "#lib/auth/session.ts";
import { getDesk } from "#lib/appointments/desk.ts";
import { deskSchema } from "#lib/appointments/schema.ts";
import { orNotFound } from "#lib/web/guard.ts";
import { lenient, textParams, withParams, type SearchParams } from "#lib/web/search-params.ts";
import { openSearch } from "#lib/web/sealed-search.ts";
import { askedTime, dayOf, shownTime } from "./asked-time.ts";

interface DeskPageProps {
  actor: UserActor;
  path: string;
  searchParams: SearchParams;
}

/**
 * Staff adds a visit, a step at a time, each of them an address: `?find=` the patient, then
 * `?patient=`, `?doctor=` (a doctor's is their own), `?visitType=`, and a time as on the move page.
 */
export async function DeskPage({ actor, path, searchParams }: DeskPageProps) {
  const t = await getTranslations("desk.add");
  const now = new Date();
  const { params: given, expired } = openSearch(actor, await textParams(searchParams), now);
  const { patient, doctor, visitType, startsAt, time } = given;
  // A week of appointments around it is loaded, so here the zone does not matter.
  const near = given["day"] ?? dayOf(startsAt, await currentZone());
  const { value } = lenient(deskSchema, { ...given, ...(near && { day: near }) });
  const asked = askedTime(given);
  const desk = await orNotFound(getDesk(actor, { ...value, asked: asked ?? undefined }, now));
  const day = given["day"] ?? (desk.doctor && dayOf(startsAt, desk.doctor.timeZone));
  const steps = { patient, doctor, visitType };
  const hrefFor = (more: Record<string, string | undefined>) =>
    withParams(path, { ...steps, ...more });
  return (
    <>
      <PageHeader title={t("title")}>
        {t(actor.role === "doctor" ? "leadDoctor" : "lead")}
      </PageHeader>
      {expired && <ExpiredSearch />}
      <DeskSteps
        desk={desk}
        path={path}
        find={findPatients}
        q={value.q}
        chosenType={desk.times ? visitType : undefined}
        fixedDoctor={actor.role === "doctor"}
        hrefFor={hrefFor}
      />
      {asked === null && <Alert tone="warning">{t("unreadable")}</Alert>}
      {desk.patient && desk.doctor && desk.times && (
        <DeskTime
          patient={desk.patient}
          doctor={desk.doctor}
          times={desk.times}
          {...await shownTime(desk.times.preview, true)}
          asked={{ day: day ?? undefined, time }}
          actions={{ book, overbook }}
          mayBook={actor.role === "admin"}
          path={path}
          params={steps}
          hrefFor={hrefFor}
        />
      )}
    </>
  );
}
