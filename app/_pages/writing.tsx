import { randomUUID } from "node:crypto";
import { getTranslations } from "next-intl/server";
import Link from "next/link";
import { throwDraftAway } from "#app/_actions/records.ts";
import { AllergyBanner } from "#components/chart/allergy-banner.tsx";
import { RecordForm } from "#components/records/record-form.tsx";
import { ActionForm } from "#components/ui/action-form.tsx";
import { Alert } from "#components/ui/alert.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { Done } from "#components/ui/done.tsx";
import { Entered } from "#components/ui/entered.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { formatDeadline, formatMoment } from "#lib/format.ts";
import type { WritingView } from "#lib/records/writing.ts";
import type { FormAction } from "#lib/web/form-state.ts";
import { wordNoRecord } from "#lib/web/words.ts";

interface WritingPageProps {
  writing: WritingView;
  form: "new" | "change";
  /** Of the record that is changed. */
  version?: number;
  action: FormAction;
  backHref: string;
  /** What was just done, out of the address. */
  done: string | undefined;
}

const DONE = { draft: "success", notKept: "warning", completed: "success" } as const;

/** A record being written: allergies in sight, what was begun filled in. */
export async function WritingPage(props: WritingPageProps) {
  const { writing, form, version, action, backHref, done } = props;
  const t = await getTranslations("records.form");
  const word = await getTranslations("records.done");
  const { patient, subjectId, visit, refusal, fields, draftSavedAt, overtaken, allergies, today } =
    writing;
  const { timeZone } = writing;
  const known =
    done !== undefined && Object.hasOwn(DONE, done) ? (done as keyof typeof DONE) : null;
  const subject = `${patient.id}/${subjectId}`;
  return (
    <>
      {known && (
        <Done key={`done ${draftSavedAt ?? ""}`} tone={DONE[known]}>
          {word(known)}
        </Done>
      )}
      <PageHeader
        eyebrow={<Entered>{patient.name}</Entered>}
        title={t(form === "new" ? "titleNew" : "titleChange")}
      >
        {visit &&
          t("about", {
            visit: visit.visitType,
            when: formatMoment(visit.startsAt, visit.timeZone),
          })}
      </PageHeader>
      {refusal && (
        <>
          <Alert tone="warning" title={await wordNoRecord(refusal)} />
          <div className="flex flex-wrap gap-3">
            <ButtonLink href={backHref}>{t("toVisit")}</ButtonLink>
            <ButtonLink href={`/doctor/patients/${patient.id}/record`} variant="secondary">
              {t("withoutVisit")}
            </ButtonLink>
          </div>
        </>
      )}
      <AllergyBanner allergies={allergies} sticky />
      {draftSavedAt && (
        <Alert title={t("draftFound", { when: formatDeadline(draftSavedAt, timeZone) })}>
          <ActionForm action={throwDraftAway} submit={t("draftDrop")} submitVariant="secondary">
            <input type="hidden" name="_id" value={subject} />
            <input type="hidden" name="form" value={form} />
          </ActionForm>
        </Alert>
      )}
      {overtaken && (
        <Alert tone="warning" title={t("overtaken")}>
          <Link href={`${backHref}/versions`} prefetch={false} className="link">
            {t("overtakenLink")}
          </Link>
        </Alert>
      )}
      {!refusal && (
        <RecordForm
          // Drawn again after a draft was thrown away.
          key={draftSavedAt === null ? "fresh" : "draft"}
          action={action}
          subject={subject}
          {...(version !== undefined && { version })}
          fields={fields}
          allergies={allergies}
          today={today}
          timeZone={timeZone}
          newId={randomUUID()}
          back={
            <ButtonLink href={backHref} variant="quiet">
              {t("leave")}
            </ButtonLink>
          }
        />
      )}
    </>
  );
}
