import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Icon } from "#components/ui/icons.tsx";
import { NavLink } from "./nav-link.tsx";
import { portalNavigation } from "./portal-navigation.ts";
import { SiteHeader } from "./site-header.tsx";
import type { Viewer } from "./viewer.ts";

interface PortalShellProps {
  viewer: Viewer;
  children: ReactNode;
}

/** Signed-in pages: navigation at the side, or at the foot of a phone. Draws; never authorizes. */
export function PortalShell({ viewer, children }: PortalShellProps) {
  const t = useTranslations("shell");
  return (
    <div className="flex min-h-dvh flex-col">
      <SiteHeader viewer={viewer} portal />
      <div className="mx-auto flex w-full max-w-page grow items-start gap-10 px-4 sm:px-6">
        <nav
          aria-label={t(`role.${viewer.role}`)}
          className="fixed inset-x-0 bottom-0 z-30 border-t border-line bg-surface pb-[env(safe-area-inset-bottom)] lg:sticky lg:top-16 lg:w-52 lg:shrink-0 lg:border-0 lg:bg-transparent lg:py-12 print:hidden"
        >
          <p className="px-3.5 pb-3 text-sm font-semibold text-soft max-lg:hidden">
            {t(`role.${viewer.role}`)}
          </p>
          <ul className="mx-auto grid max-w-lg auto-cols-[minmax(max-content,1fr)] grid-flow-col overflow-x-auto lg:grid-flow-row lg:gap-1">
            {portalNavigation[viewer.role].map((entry) => (
              <li key={entry.href}>
                <NavLink href={entry.href}>
                  <Icon name={entry.icon} />
                  {t(`nav.${entry.label}`)}
                </NavLink>
              </li>
            ))}
          </ul>
        </nav>
        <main
          id="main"
          tabIndex={-1}
          className="flex min-w-0 grow flex-col gap-10 pt-8 pb-28 outline-none lg:py-12"
        >
          {children}
        </main>
      </div>
    </div>
  );
}
