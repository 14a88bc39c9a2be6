import { useTranslations } from "next-intl";
import { Button, ButtonLink } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { AUDIT_ACTIONS } from "#lib/audit/rules.ts";

interface AuditFilterProps {
  /** The list's own page. */
  path: string;
  values: Record<string, string>;
}

type Worded = Parameters<ReturnType<typeof useTranslations<"accessLog.action">>>[0];

/** Its key in the catalogue, where a dot would be a step down. */
const wordsOf = (action: (typeof AUDIT_ACTIONS)[number]) => action.replaceAll(".", "-") as Worded;

/** Narrows the audit trail: a plain form whose answer has an address of its own. */
export function AuditFilter({ path, values }: AuditFilterProps) {
  const t = useTranslations("admin.audit");
  const actions = useTranslations("accessLog.action");
  const options = AUDIT_ACTIONS.map((value) => ({
    value,
    label: actions(wordsOf(value), { count: 1 }),
  }));
  return (
    <form
      action={path}
      role="search"
      aria-label={t("search")}
      className="grid gap-4 rounded-card border border-line bg-surface p-4 sm:grid-cols-2 lg:grid-cols-4 print:hidden"
    >
      <Field type="date" name="from" label={t("from")} defaultValue={values["from"]} />
      <Field type="date" name="to" label={t("to")} defaultValue={values["to"]} />
      <Field
        as="select"
        name="action"
        label={t("action")}
        defaultValue={values["action"] ?? ""}
        options={[
          { value: "", label: t("any") },
          ...options.toSorted((a, b) => a.label.localeCompare(b.label, "en")),
        ]}
      />
      {(["actor", "patient"] as const).map(
        (name) =>
          values[name] && <input key={name} type="hidden" name={name} value={values[name]} />,
      )}
      <div className="flex flex-wrap items-end gap-2">
        <Button type="submit">{t("search")}</Button>
        <ButtonLink href={path} variant="quiet">
          {t("reset")}
        </ButtonLink>
      </div>
    </form>
  );
}
