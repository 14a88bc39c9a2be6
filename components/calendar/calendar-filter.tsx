import { useTranslations } from "next-intl";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Form } from "#components/ui/form.tsx";
import type { CalendarView } from "#lib/calendar/views.ts";

interface CalendarFilterProps {
  /** The calendar's own page, and what of its address stays as it is. */
  path: string;
  kept: Record<string, string | undefined>;
  calendar: Pick<CalendarView, "clinic" | "clinics" | "doctor" | "doctors">;
}

/** Whose calendar it is: a clinic's, or one of its doctors'. A plain form with an address of its own. */
export function CalendarFilter({ path, kept, calendar }: CalendarFilterProps) {
  const t = useTranslations("calendar");
  const { clinic, clinics, doctor, doctors } = calendar;
  const option = ({ id, name }: { id: string; name: string }) => ({ value: id, label: name });
  return (
    <Form
      // A select keeps what it was first drawn with: another calendar gets another form.
      key={`${clinic.id} ${doctor?.id ?? ""}`}
      action={path}
      role="search"
      aria-label={t("choose")}
      className="grid gap-4 rounded-card border border-line bg-surface p-4 sm:grid-cols-[1fr_1fr_auto] print:hidden"
    >
      {Object.entries(kept).map(
        ([name, value]) => value && <input key={name} type="hidden" name={name} value={value} />,
      )}
      <Field
        as="select"
        name="clinic"
        label={t("clinic")}
        defaultValue={clinic.id}
        options={clinics.map(option)}
      />
      <Field
        as="select"
        name="doctor"
        label={t("doctor")}
        defaultValue={doctor?.id ?? ""}
        options={[{ value: "", label: t("allDoctors") }, ...doctors.map(option)]}
      />
      <div className="flex items-end">
        <Button type="submit" variant="secondary" wide>
          {t("show")}
        </Button>
      </div>
    </Form>
  );
}
