import { useTranslations } from "next-intl";
import { Field } from "#components/ui/field.tsx";
import { FilterForm } from "#components/ui/filter-form.tsx";
import { STATES } from "#lib/accounts/rules.ts";

const ROLES = ["patient", "doctor", "admin"] as const;

interface AccountFilterProps {
  /** The list's own page. */
  path: string;
  /** Leads to the list, at an address without the name. */
  find: (formData: FormData) => Promise<void>;
  values: Record<string, string>;
}

/** Finds people. */
export function AccountFilter({ path, find, values }: AccountFilterProps) {
  const t = useTranslations("admin.users");
  const any = { value: "", label: t("any") };
  return (
    <FilterForm path={path} find={find} submit={t("search")} reset={t("reset")}>
      <Field
        type="search"
        name="q"
        label={t("q")}
        maxLength={100}
        autoComplete="off"
        defaultValue={values["q"]}
      />
      <Field
        as="select"
        name="role"
        label={t("role")}
        defaultValue={values["role"] ?? ""}
        options={[any, ...ROLES.map((value) => ({ value, label: t(`roles.${value}`) }))]}
      />
      <Field
        as="select"
        name="state"
        label={t("state")}
        defaultValue={values["state"] ?? ""}
        options={[any, ...STATES.map((value) => ({ value, label: t(`states.${value}`) }))]}
      />
    </FilterForm>
  );
}
