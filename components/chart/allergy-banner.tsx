import { useTranslations } from "next-intl";
import { Icon } from "#components/ui/icons.tsx";
import { formatList } from "#lib/format.ts";

interface AllergyBannerProps {
  /** The names of what the patient does not tolerate. */
  allergies: readonly string[];
  /** Stays in sight while the page scrolls. */
  sticky?: boolean;
}

/** Allergies, where nobody overlooks them; says as well that none is known. */
export function AllergyBanner({ allergies, sticky = false }: AllergyBannerProps) {
  const t = useTranslations("chart.allergies");
  const known = allergies.length > 0;
  return (
    <p
      className={`flex items-start gap-2.5 rounded-card border px-4 py-3 ${
        known ? "border-danger bg-danger-tint text-danger" : "border-line bg-surface text-soft"
      } ${sticky ? "sticky top-18 z-20" : ""}`}
    >
      <Icon name={known ? "alert" : "info"} className="mt-0.5 size-5" />
      <span className="min-w-0 wrap-anywhere">
        {known ? (
          <>
            <strong>{t("title")}</strong> {formatList(allergies)}
          </>
        ) : (
          t("none")
        )}
      </span>
    </p>
  );
}
