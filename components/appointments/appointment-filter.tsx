import { useTranslations } from "next-intl";
import { Field, type Option } from "#components/ui/field.tsx";
import { FilterForm } from "#components/ui/filter-form.tsx";
import { STATUSES } from "#lib/appointments/rules.ts";

interface AppointmentFilterProps {
  /** The list's own page. */
  path: string;
  values: Record<string, string>;
  /** Choices of doctor and clinic; absent where there is but one. */
  doctors?: readonly Option[];
  clinics?: readonly Option[];
}

/** Narrows a list of appointments. */
export function AppointmentFilter({ path, values, doctors, clinics }: AppointmentFilterProps) {
  const t = useTranslations("admin.appointments");
  const status = useTranslations("appointments.status");
  const any = { value: "", label: t("any") };
  return (
    <FilterForm path={path} submit={t("filter")} reset={t("reset")}>
      <Field
        as="select"
        name="status"
        label={t("status")}
        defaultValue={values["status"] ?? ""}
        options={[any, ...STATUSES.map((value) => ({ value, label: status(value) }))]}
      />
      <Field
        as="select"
        name="needs"
        label={t("needs")}
        defaultValue={values["needs"] ?? ""}
        options={[any, { value: "outcome", label: t("needsOutcome") }]}
      />
      <Field type="date" name="from" label={t("from")} defaultValue={values["from"]} />
      <Field type="date" name="to" label={t("to")} defaultValue={values["to"]} />
      {doctors && (
        <Field
          as="select"
          name="doctor"
          label={t("doctor")}
          defaultValue={values["doctor"] ?? ""}
          options={[any, ...doctors]}
        />
      )}
      {clinics && (
        <Field
          as="select"
          name="clinic"
          label={t("clinic")}
          defaultValue={values["clinic"] ?? ""}
          options={[any, ...clinics]}
        />
      )}
    </FilterForm>
  );
}
