import { useTranslations } from "next-intl";
import Link from "next/link";
import { ActionForm } from "#components/ui/action-form.tsx";
import { BoxGroup } from "#components/ui/box-group.tsx";
import { Entered } from "#components/ui/entered.tsx";
import { Field } from "#components/ui/field.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { Table, type Column } from "#components/ui/table.tsx";
import { formatDeadline } from "#lib/format.ts";
import { bothNames } from "#lib/names/rules.ts";
import type { AppointmentView } from "#lib/appointments/views.ts";
import type { FormAction } from "#lib/web/form-state.ts";
import type { Audience } from "./types.ts";
import { WhenText } from "./when-text.tsx";

interface OutcomeFormProps {
  appointments: readonly AppointmentView[];
  audience: Audience;
  action: FormAction;
  hrefFor: (appointment: AppointmentView) => string;
  /** Whether all are ticked from the start. */
  selected?: boolean;
}

/** Records one outcome for several appointments: they took place, or the patient did not come. */
export function OutcomeForm({
  appointments,
  audience,
  action,
  hrefFor,
  selected = false,
}: OutcomeFormProps) {
  const t = useTranslations("outcomes");
  const column = useTranslations("appointments.column");
  const words = useTranslations("doctor.appointment");
  const working = useTranslations("ui.form")("working");
  const columns: Column<AppointmentView>[] = [
    {
      key: "when",
      header: column("when"),
      cell: ({ id, version, startsAt, endsAt, clinic, patient }) => (
        <Field
          as="checkbox"
          name={`visits:${id}`}
          value={version}
          defaultChecked={selected}
          label={
            <>
              <WhenText startsAt={startsAt} endsAt={endsAt} timeZone={clinic.timeZone} stacked />
              <span className="sr-only">
                {" "}
                <Entered>{bothNames(patient)}</Entered>
              </span>
            </>
          }
        />
      ),
    },
    {
      key: "patient",
      header: column("patient"),
      cell: (row) => (
        <Link href={hrefFor(row)} prefetch={false} className="link">
          <Entered>{bothNames(row.patient)}</Entered>
        </Link>
      ),
    },
    {
      key: "doctor",
      header: column("doctor"),
      cell: ({ doctor }) => <Entered>{doctor.name}</Entered>,
    },
    {
      key: "visit",
      header: column("visit"),
      cell: ({ visitType }) => <Entered>{visitType.name}</Entered>,
    },
    {
      key: "closes",
      header: t("closes"),
      cell: ({ closesAt, clinic }) => closesAt && formatDeadline(closesAt, clinic.timeZone),
    },
  ];
  return (
    <ActionForm action={action}>
      <BoxGroup name="visits" legend={t("choose")}>
        <Table
          caption={t("title")}
          columns={columns.filter(({ key }) => key !== audience)}
          rows={appointments}
          rowKey={({ id }) => id}
        />
      </BoxGroup>
      <div className="flex flex-wrap items-center gap-3 max-sm:*:w-full">
        <SubmitButton name="outcome" value="complete" pendingLabel={working} wide>
          {t("complete")}
        </SubmitButton>
        <SubmitButton name="outcome" value="noShow" pendingLabel={working} variant="secondary" wide>
          {words("noShow")}
        </SubmitButton>
        {!selected && appointments.length > 1 && (
          <a href={`/${audience}/outcomes?select=all`} className="link">
            {t("selectAll")}
          </a>
        )}
      </div>
    </ActionForm>
  );
}
