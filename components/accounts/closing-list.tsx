import { useTranslations } from "next-intl";
import { Card } from "#components/ui/card.tsx";
import type { ClosingView } from "#lib/accounts/views.ts";
import { formatDay } from "#lib/format.ts";

/** What goes with an account and what stays, in plain words. */
export function ClosingList({ closing }: { closing: ClosingView }) {
  const t = useTranslations("admin.close");
  const { account, visitsAhead, retainUntil } = closing;
  const isPatient = account.role === "patient";
  const isDoctor = account.role === "doctor";
  const goes = [
    t(isPatient ? "goes.patientName" : "goes.name"),
    ...(isPatient ? [t("goes.contact")] : []),
    t("goes.access"),
    ...(isDoctor ? [t("goes.directory")] : []),
    ...(isPatient && visitsAhead > 0 ? [t("ahead", { count: visitsAhead })] : []),
  ];
  const stays = [
    ...(isPatient
      ? [retainUntil ? t("stays.records", { day: formatDay(retainUntil) }) : t("stays.recordsNone")]
      : []),
    ...(isDoctor ? [t("stays.author")] : []),
    t("stays.audit"),
  ];
  return (
    <div className="grid gap-4 md:grid-cols-2">
      <Facts title={t("goesTitle")} items={goes} />
      <Facts title={t("staysTitle")} items={stays} />
    </div>
  );
}

function Facts({ title, items }: { title: string; items: readonly string[] }) {
  return (
    <Card as="section">
      <h2 className="text-xl font-bold tracking-tight">{title}</h2>
      <ul className="mt-3 flex list-disc flex-col gap-2 pl-5">
        {items.map((item) => (
          <li key={item}>{item}</li>
        ))}
      </ul>
    </Card>
  );
}
