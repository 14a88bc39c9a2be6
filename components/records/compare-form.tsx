import { useTranslations } from "next-intl";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Form } from "#components/ui/form.tsx";

interface CompareFormProps {
  path: string;
  /** How many versions there are. */
  versions: number;
  /** The two that are compared. */
  from: number;
  to: number;
}

/** Chooses two versions of a record; the answer has an address of its own. */
export function CompareForm({ path, versions, from, to }: CompareFormProps) {
  const t = useTranslations("records.revisions");
  const options = Array.from({ length: versions }, (_, index) => ({
    value: String(index + 1),
    label: t("version", { number: index + 1 }),
  }));
  return (
    <Form action={path} className="flex flex-wrap items-end gap-4 print:hidden">
      <Field as="select" name="from" label={t("from")} options={options} defaultValue={from} />
      <Field as="select" name="to" label={t("to")} options={options} defaultValue={to} />
      <Button type="submit" variant="secondary">
        {t("compare")}
      </Button>
    </Form>
  );
}
