import { useTranslations } from "next-intl";

/** The first stop of the Tab key: past the navigation, to the `main` of every shell. */
export function SkipLink() {
  const t = useTranslations("shell");
  return (
    <a
      href="#main"
      className="fixed top-2 left-2 z-50 -translate-y-24 rounded-control bg-brand px-4 py-2.5 font-semibold text-on-brand focus:translate-y-0"
    >
      {t("skip")}
    </a>
  );
}
