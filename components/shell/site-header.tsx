import { useTranslations } from "next-intl";
import Link from "next/link";
import { ButtonLink } from "#components/ui/button.tsx";
import { Entered } from "#components/ui/entered.tsx";
import { Icon } from "#components/ui/icons.tsx";
import { Logo } from "./logo.tsx";
import { SignOut } from "./sign-out.tsx";
import type { Viewer } from "./viewer.ts";

interface SiteHeaderProps {
  /** Null for a visitor; leave it out on pages that cannot know (errors). */
  viewer?: Viewer | null;
  /** Inside the portal the role's own navigation leads on, so the links here are fewer. */
  portal?: boolean;
}

export function SiteHeader({ viewer, portal = false }: SiteHeaderProps) {
  const t = useTranslations("shell");
  return (
    <header className="sticky top-0 z-30 border-b border-line bg-canvas/95 backdrop-blur-sm print:static">
      <div className="mx-auto flex min-h-16 max-w-page items-center justify-between gap-3 px-4 sm:px-6">
        <Link
          href="/"
          prefetch={false}
          aria-label={t("home")}
          className="flex min-h-11 items-center rounded-control"
        >
          <Logo />
        </Link>
        <nav aria-label={t("main")} className="flex items-center gap-1 sm:gap-2 print:hidden">
          {!portal && (
            <ButtonLink
              href="/doctors"
              variant="quiet"
              size="small"
              className={viewer ? "max-sm:hidden" : "max-[22rem]:hidden"}
            >
              <Icon name="search" className="size-4 max-sm:hidden" />
              {t("findDoctor")}
            </ButtonLink>
          )}
          {viewer === null && (
            <ButtonLink href="/sign-in" size="small">
              {t("signIn")}
            </ButtonLink>
          )}
          {viewer && !portal && (
            <ButtonLink href={`/${viewer.role}`} variant="secondary" size="small">
              {t("dashboard")}
            </ButtonLink>
          )}
          {viewer && portal && (
            <span className="flex items-center gap-2 px-2 text-sm text-soft max-sm:hidden">
              <Icon name="user" className="size-4" />
              <Entered>{viewer.name}</Entered>
            </span>
          )}
          {viewer && <SignOut />}
        </nav>
      </div>
    </header>
  );
}
