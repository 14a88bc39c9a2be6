import { useTranslations } from "next-intl";
import { Button, ButtonLink } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";

/** Narrows a list of patients by name: a plain form whose answer has an address of its own. */
export function NameSearch({ path, q }: { path: string; q: string | undefined }) {
  const t = useTranslations("patients.list");
  return (
    <form action={path} role="search" className="flex max-w-prose flex-wrap items-end gap-4">
      <div className="min-w-0 grow">
        <Field
          name="q"
          label={t("searchLabel")}
          hint={t("searchHint")}
          defaultValue={q}
          maxLength={100}
          autoComplete="off"
        />
      </div>
      <Button type="submit">{t("search")}</Button>
      {q && (
        <ButtonLink href={path} variant="quiet">
          {t("clear")}
        </ButtonLink>
      )}
    </form>
  );
}
