import { useTranslations } from "next-intl";
import Link from "next/link";
import { NameSearch } from "#components/patients/name-search.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Entered } from "#components/ui/entered.tsx";
import { formatBirthday } from "#lib/format.ts";
import { bothNames } from "#lib/names/rules.ts";
import type { PatientChoice } from "#lib/people/views.ts";

interface PatientSearchProps {
  /** Null before anybody was looked for. */
  found: readonly PatientChoice[] | null;
  path: string;
  find: (formData: FormData) => Promise<void>;
  q: string | undefined;
  hrefFor: (more: Record<string, string | undefined>) => string;
}

/** Finds a patient by name and more; the date of birth tells two of one name apart. */
export function PatientSearch({ found, path, find, q, hrefFor }: PatientSearchProps) {
  const t = useTranslations("desk.find");
  return (
    <>
      <NameSearch
        path={path}
        find={find}
        q={q}
        words={{ label: t("name"), hint: t("hint"), search: t("search") }}
        required
      />
      {found?.length === 0 && <EmptyState title={t("noMatch")}>{t("noMatchBody")}</EmptyState>}
      {found && found.length > 0 && (
        <section aria-labelledby="found" className="flex max-w-prose flex-col gap-3">
          <h2 id="found" className="text-xl font-bold">
            {t("found", { count: found.length })}
          </h2>
          <ul className="divide-y divide-line rounded-card border border-line bg-surface">
            {found.map(({ id, dateOfBirth, ...names }) => (
              <li key={id} className="flex flex-wrap justify-between gap-x-4 px-4 py-3">
                <Link
                  href={hrefFor({ patient: id })}
                  prefetch={false}
                  className="font-semibold link"
                >
                  <Entered>{bothNames(names)}</Entered>
                </Link>
                <span className="text-soft">
                  {dateOfBirth
                    ? t("born", { when: formatBirthday(dateOfBirth) })
                    : t("bornUnknown")}
                </span>
              </li>
            ))}
          </ul>
          {found.length >= 20 && <p className="text-soft">{t("more")}</p>}
        </section>
      )}
    </>
  );
}
