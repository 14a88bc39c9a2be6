import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { v7 as uuid } from "uuid";
import { book } from "#app/_actions/appointments.ts";
import { formatMinutes, formatDeadline, formatWhen } from "#lib/format.ts";
import { Unbookable } from "#components/appointments/unbookable.tsx";
import { ActionForm } from "#components/ui/action-form.tsx";
import { Alert } from "#components/ui/alert.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { DescriptionList } from "#components/ui/description-list.tsx";
import { Entered } from "#components/ui/entered.tsx";
import { Field } from "#components/ui/field.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { previewBooking } from "#lib/appointments/preview.ts";
import { previewSchema } from "#lib/appointments/schema.ts";
import { isolated } from "#lib/names/rules.ts";
import { localDay } from "#lib/time/zone.ts";
import { orNotFound, requireRole } from "#lib/web/guard.ts";
import { textParams, withParams, type SearchParams } from "#lib/web/search-params.ts";
import { refusedForm } from "#lib/web/words.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("patient.book");
  return { title: t("title") };
}

/** The last look before a booking: `?doctor=&visitType=&startsAt=`, as a free time links to it. */
export default async function BookPage({ searchParams }: { searchParams: SearchParams }) {
  const params = await textParams(searchParams);
  const here = withParams("/patient/book", params);
  const actor = await requireRole("patient", here);
  const t = await getTranslations("patient.book");
  const { doctor: doctorId, visitType: visitTypeId, startsAt } = params;
  const wanted = previewSchema.safeParse({ doctorId, visitTypeId, startsAt });
  if (!wanted.success) return <Alert tone="warning">{t("incomplete")}</Alert>;
  const now = new Date();
  const preview = await orNotFound(previewBooking(actor, wanted.data, now));
  const { doctor, clinic, visitType } = preview;
  const refusal = preview.refusal && (await refusedForm(preview.refusal, {}));
  const otherTimes = withParams(`/doctors/${wanted.data.doctorId}`, {
    visitType: visitTypeId,
    day: localDay(clinic.timeZone, Date.parse(preview.startsAt)),
  });
  const moment = (instant: string) => formatDeadline(instant, clinic.timeZone);
  return (
    <>
      <PageHeader eyebrow={t("eyebrow")} title={t("title")} />
      <Card className="max-w-prose">
        <DescriptionList
          items={[
            { term: t("doctor"), description: <Entered>{doctor.name}</Entered> },
            {
              term: t("when"),
              description: (
                <strong>{formatWhen(preview.startsAt, preview.endsAt, clinic.timeZone)}</strong>
              ),
            },
            {
              term: t("visit"),
              description: `${isolated(visitType.name)} (${formatMinutes(visitType.minutes)})`,
            },
            {
              term: t("where"),
              description: `${isolated(clinic.name)}, ${isolated(clinic.address)}`,
            },
          ]}
        />
      </Card>
      {refusal && !refusal.alternatives?.length ? (
        <Unbookable sentence={refusal.message} clinic={clinic} otherTimesHref={otherTimes} />
      ) : (
        <ActionForm
          action={book}
          schema="appointments.book"
          refusal={refusal}
          {...(!refusal && { submit: t(preview.approval === "manual" ? "request" : "confirm") })}
          aside={
            <ButtonLink href={otherTimes} variant="quiet">
              {t("other")}
            </ButtonLink>
          }
          className="max-w-prose"
        >
          <input type="hidden" name="_key" value={uuid()} />
          <input type="hidden" name="doctorId" value={doctor.id} />
          <input type="hidden" name="visitTypeId" value={visitType.id} />
          <input type="hidden" name="startsAt" value={preview.startsAt} />
          <Field
            as="textarea"
            name="reason"
            label={t("reason")}
            hint={t("reasonHint")}
            maxLength={1000}
          />
          <div className="flex flex-col gap-1 text-soft" hidden={refusal !== null}>
            <p>
              {preview.approval === "manual"
                ? t("manual", { when: moment(preview.answerBy) })
                : t("automatic")}
            </p>
            <p>
              {Date.parse(preview.changeableUntil) > now.getTime()
                ? t("changeable", { when: moment(preview.changeableUntil) })
                : t("notChangeable")}
            </p>
          </div>
        </ActionForm>
      )}
    </>
  );
}
