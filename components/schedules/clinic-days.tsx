import { useTranslations } from "next-intl";
import { ActionForm } from "#components/ui/action-form.tsx";
import { Entered } from "#components/ui/entered.tsx";
import { Field } from "#components/ui/field.tsx";
import { Section } from "#components/ui/section.tsx";
import { Table } from "#components/ui/table.tsx";
import { formatDay } from "#lib/format.ts";
import type { ClinicHolidaysView } from "#lib/schedules/views.ts";
import type { FormAction } from "#lib/web/form-state.ts";

interface ClinicDaysProps {
  clinic: ClinicHolidaysView;
  add: FormAction;
  remove: FormAction;
}

/** The days on which one clinic is closed. */
export function ClinicDays({ clinic, add, remove }: ClinicDaysProps) {
  const t = useTranslations("admin.holidays");
  return (
    <Section id={`clinic-${clinic.id}`} title={<Entered>{clinic.name}</Entered>}>
      {clinic.holidays.length === 0 ? (
        <p className="text-soft">{t("empty")}</p>
      ) : (
        <Table
          caption={clinic.name}
          rows={clinic.holidays}
          rowKey={({ id }) => id}
          columns={[
            { key: "day", header: t("day"), cell: ({ day }) => formatDay(day) },
            { key: "name", header: t("name"), cell: ({ name }) => <Entered>{name}</Entered> },
            {
              key: "remove",
              header: t("actions"),
              quiet: true,
              align: "end",
              cell: ({ id }) => (
                <ActionForm action={remove} submit={t("remove")} submitVariant="secondary">
                  <input type="hidden" name="_id" value={`${clinic.id}/${id}`} />
                </ActionForm>
              ),
            },
          ]}
        />
      )}
      <ActionForm action={add} schema="schedules.holiday" submit={t("add")} className="max-w-prose">
        <input type="hidden" name="_id" value={clinic.id} />
        <div className="grid gap-4 sm:grid-cols-2">
          <Field type="date" name="day" label={t("day")} required />
          <Field name="name" label={t("name")} hint={t("nameHint")} maxLength={100} required />
        </div>
      </ActionForm>
    </Section>
  );
}
