import { useTranslations } from "next-intl";
import type { AnyScope } from "#lib/clients/rules.ts";

/** What a program may do, each as a sentence. */
export function ScopeList({ scopes }: { scopes: readonly AnyScope[] }) {
  const t = useTranslations("clients.scopes");
  return (
    <ul className="list-disc space-y-1 pl-5">
      {scopes.map((scope) => (
        <li key={scope}>{t(scope)}</li>
      ))}
    </ul>
  );
}
