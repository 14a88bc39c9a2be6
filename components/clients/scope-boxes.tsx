import { useTranslations } from "next-intl";
import { Field } from "#components/ui/field.tsx";
import type { ClientView } from "#lib/clients/views.ts";

interface ScopeBoxesProps {
  scopes: ClientView["scopes"];
  ticked: ClientView["scopes"];
}

/** One box for each thing that a program may be let ask for. */
export function ScopeBoxes({ scopes, ticked }: ScopeBoxesProps) {
  const t = useTranslations("clients");
  return (
    <fieldset className="flex flex-col gap-1 rounded-card border border-line bg-surface p-4">
      <legend className="float-left mb-2 w-full font-semibold">{t("admin.scopesTitle")}</legend>
      {scopes.map((scope) => (
        <Field
          key={scope}
          as="checkbox"
          name={`scopes:${scope}`}
          label={
            <>
              {t(`scopes.${scope}`)} <code className="text-sm text-soft">{scope}</code>
            </>
          }
          defaultChecked={ticked.includes(scope)}
        />
      ))}
    </fieldset>
  );
}
