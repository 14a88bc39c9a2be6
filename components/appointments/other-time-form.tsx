import { useTranslations } from "next-intl";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Form } from "#components/ui/form.tsx";
import { zoneCity } from "#lib/format.ts";

interface OtherTimeFormProps {
  /** The page that judges the time. */
  path: string;
  /** What the address says besides. */
  params?: Record<string, string | undefined>;
  /** What is asked for already. */
  day: string | undefined;
  time: string | undefined;
  timeZone: string;
}

/** Asks for any time of the clinic's clocks, on the grid or off it: a plain form with an address. */
export function OtherTimeForm({ path, params = {}, day, time, timeZone }: OtherTimeFormProps) {
  const t = useTranslations("desk.otherTime");
  return (
    <Form action={path} className="flex max-w-prose flex-wrap items-end gap-4 print:hidden">
      {Object.entries(params).map(
        ([name, value]) => value && <input key={name} type="hidden" name={name} value={value} />,
      )}
      <Field type="date" name="day" id="other-day" label={t("day")} defaultValue={day} required />
      <Field
        type="time"
        name="time"
        id="other-time"
        label={t("time", { city: zoneCity(timeZone) })}
        defaultValue={time}
        required
      />
      <Button type="submit" variant="secondary">
        {t("submit")}
      </Button>
    </Form>
  );
}
