import { useTranslations } from "next-intl";
import { Tabs } from "#components/ui/tabs.tsx";

interface SearchTabsProps {
  current: "/doctors" | "/times";
  /** What both searches know; what is empty is left out. */
  searched: Partial<Record<"specialization" | "clinic" | "day" | "part", string | undefined>>;
}

/** One search, answered with doctors or with times. */
export function SearchTabs({ current, searched }: SearchTabsProps) {
  const t = useTranslations("times");
  const { specialization, clinic, day, part } = searched;
  const shared = Object.entries({ specialization, clinic, day, part }).flatMap(([name, value]) =>
    value ? [[name, value]] : [],
  );
  const search = new URLSearchParams(shared).toString();
  const item = (path: SearchTabsProps["current"], label: string) => ({
    href: search ? `${path}?${search}` : path,
    label,
    current: path === current,
  });
  return (
    <Tabs label={t("tabs")} items={[item("/doctors", t("doctors")), item("/times", t("times"))]} />
  );
}
