import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { cx } from "#components/ui/class-names.ts";
import { Icon } from "#components/ui/icons.tsx";
import { NavLink } from "./nav-link.tsx";
import { NavMore } from "./nav-more.tsx";
import { entriesFor, type NavEntry } from "./portal-navigation.ts";
import { SiteHeader } from "./site-header.tsx";
import type { Viewer } from "./viewer.ts";

/** How many entries the bar at the foot of a phone holds; with more, the last of them is "More". */
const FIT = 5;

interface PortalShellProps {
  viewer: Viewer;
  children: ReactNode;
}

/** Signed-in pages: navigation at the side, or at the foot of a phone. Draws; never authorizes. */
export function PortalShell({ viewer, children }: PortalShellProps) {
  const t = useTranslations("shell");
  const entries = entriesFor(viewer);
  const first = entries.length > FIT ? FIT - 1 : FIT;
  const rest = entries.slice(first);
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
          <ul className="mx-auto grid max-w-lg auto-cols-fr grid-flow-col gap-1 lg:grid-flow-row">
            {entries.map((entry, index) => (
              <li key={entry.href} className={cx(index >= first && "max-lg:hidden")}>
                <Entry entry={entry} />
              </li>
            ))}
            {rest.length > 0 && (
              <li className="lg:hidden">
                <NavMore
                  hrefs={rest.map(({ href }) => href)}
                  summary={
                    <>
                      <Icon name="menu" />
                      {t("nav.more")}
                    </>
                  }
                >
                  {rest.map((entry) => (
                    <li key={entry.href}>
                      <Entry entry={entry} listed />
                    </li>
                  ))}
                </NavMore>
              </li>
            )}
          </ul>
        </nav>
        <main
          id="main"
          tabIndex={-1}
          className="flex min-w-0 grow flex-col gap-10 pt-8 pb-28 outline-none lg:py-12"
        >
          {viewer.newDevice && (
            <p className="rounded-card border border-warning/30 bg-warning-tint px-4 py-3 print:hidden">
              {t("newDevice")}{" "}
              <a href="/account/security#devices" className="link">
                {t("newDeviceLink")}
              </a>
            </p>
          )}
          {children}
        </main>
      </div>
    </div>
  );
}

function Entry({ entry, listed = false }: { entry: NavEntry; listed?: boolean }) {
  const t = useTranslations("shell.nav");
  return (
    <NavLink href={entry.href} listed={listed}>
      <Icon name={entry.icon} />
      {t(entry.label)}
    </NavLink>
  );
}
