import { useTranslations } from "next-intl";
import { Button, ButtonLink } from "#components/ui/button.tsx";
import { Field, type Option } from "#components/ui/field.tsx";
import { STATUSES } from "#lib/appointments/rules.ts";

interface AppointmentFilterProps {
  /** The list's own page. */
  path: string;
  values: Record<string, string>;
  /** Choices of doctor and clinic; absent where there is but one. */
  doctors?: readonly Option[];
  clinics?: readonly Option[];
}

/** Narrows a list of appointments: a plain form whose answer has an address of its own. */
export function AppointmentFilter({ path, values, doctors, clinics }: AppointmentFilterProps) {
  const t = useTranslations("admin.appointments");
  const status = useTranslations("appointments.status");
  const any = { value: "", label: t("any") };
  return (
    <form
      action={path}
      role="search"
      aria-label={t("filter")}
      className="grid gap-4 rounded-card border border-line bg-surface p-4 sm:grid-cols-2 lg:grid-cols-3 print:hidden"
    >
      <Field
        as="select"
        name="status"
        label={t("status")}
        defaultValue={values["status"] ?? ""}
        options={[any, ...STATUSES.map((value) => ({ value, label: status(value) }))]}
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
      <div className="flex flex-wrap items-end gap-2">
        <Button type="submit">{t("filter")}</Button>
        <ButtonLink href={path} variant="quiet">
          {t("reset")}
        </ButtonLink>
      </div>
    </form>
  );
}
