import { useTranslations } from "next-intl";
import Link from "next/link";

export function SiteFooter() {
  const t = useTranslations("shell");
  const links = [
    { href: "/doctors", label: t("findDoctor") },
    { href: "/register", label: t("register") },
    { href: "/register/doctor", label: t("registerDoctor") },
    { href: "/swagger", label: t("api") },
  ];
  return (
    <footer className="mt-auto border-t border-line print:hidden">
      <div className="mx-auto flex max-w-page flex-wrap items-start justify-between gap-x-10 gap-y-4 px-4 py-8 text-sm text-soft sm:px-6">
        <p className="max-w-sm">{t("promise")}</p>
        <nav aria-label={t("footer")}>
          <ul className="flex flex-wrap gap-x-6">
            {links.map((link) => (
              <li key={link.href}>
                <Link
                  href={link.href}
                  prefetch={false}
                  className="inline-flex min-h-11 items-center underline-offset-4 hover:text-ink hover:underline"
                >
                  {link.label}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
      </div>
    </footer>
  );
}
