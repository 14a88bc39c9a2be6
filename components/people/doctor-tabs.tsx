import { useTranslations } from "next-intl";
import { Tabs } from "#components/ui/tabs.tsx";

interface DoctorTabsProps {
  /** How many applications wait for a decision. */
  waiting: number;
  /** Whether the applications are what is shown. */
  applications?: boolean;
}

/** The administration's two lists of doctors. */
export function DoctorTabs({ waiting, applications = false }: DoctorTabsProps) {
  const t = useTranslations("admin.doctors");
  return (
    <Tabs
      label={t("views")}
      items={[
        { href: "/admin/doctors", label: t("directory"), current: !applications },
        {
          href: "/admin/doctors/applications",
          label: t("applications"),
          current: applications,
          count: waiting,
        },
      ]}
    />
  );
}
