import { useTranslations } from "next-intl";
import { useActWords } from "#components/access-log/act-words.ts";
import { Field } from "#components/ui/field.tsx";
import { FilterForm } from "#components/ui/filter-form.tsx";
import { AUDIT_ACTIONS } from "#lib/audit/rules.ts";

interface AuditFilterProps {
  /** The list's own page. */
  path: string;
  values: Record<string, string>;
}

/** Narrows the audit trail; whose entries they are stays as it is. */
export function AuditFilter({ path, values }: AuditFilterProps) {
  const t = useTranslations("admin.audit");
  const words = useActWords();
  const acts = AUDIT_ACTIONS.map((value) => ({ value, label: words(value) }));
  return (
    <FilterForm path={path} submit={t("search")} reset={t("reset")} columns={4}>
      <Field type="date" name="from" label={t("from")} defaultValue={values["from"]} />
      <Field type="date" name="to" label={t("to")} defaultValue={values["to"]} />
      <Field
        as="select"
        name="action"
        label={t("action")}
        defaultValue={values["action"] ?? ""}
        options={[
          { value: "", label: t("any") },
          ...acts.toSorted((a, b) => a.label.localeCompare(b.label, "en")),
        ]}
      />
      {(["actor", "patient"] as const).map(
        (name) =>
          values[name] && <input key={name} type="hidden" name={name} value={values[name]} />,
      )}
    </FilterForm>
  );
}
