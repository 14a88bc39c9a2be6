import { useTranslations } from "next-intl";
import { Button, ButtonLink } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { STATES } from "#lib/accounts/rules.ts";

const ROLES = ["patient", "doctor", "admin"] as const;

interface AccountFilterProps {
  /** The list's own page. */
  path: string;
  values: Record<string, string>;
}

/** Finds people: a plain form whose answer has an address of its own. */
export function AccountFilter({ path, values }: AccountFilterProps) {
  const t = useTranslations("admin.users");
  const any = { value: "", label: t("any") };
  return (
    <form
      action={path}
      role="search"
      aria-label={t("search")}
      className="grid gap-4 rounded-card border border-line bg-surface p-4 sm:grid-cols-2 lg:grid-cols-3"
    >
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
      <div className="flex flex-wrap items-end gap-2">
        <Button type="submit">{t("search")}</Button>
        <ButtonLink href={path} variant="quiet">
          {t("reset")}
        </ButtonLink>
      </div>
    </form>
  );
}
