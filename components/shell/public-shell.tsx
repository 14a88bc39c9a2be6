import type { ReactNode } from "react";
import { SiteFooter } from "./site-footer.tsx";
import { SiteHeader } from "./site-header.tsx";
import type { Viewer } from "./viewer.ts";

interface PublicShellProps {
  /** Null for a visitor; leave it out on pages that cannot know (errors). */
  viewer?: Viewer | null;
  children: ReactNode;
}

/** Header, main, footer of every page outside the portal. Pages lay themselves out inside. */
export function PublicShell({ viewer, children }: PublicShellProps) {
  return (
    <div className="flex min-h-dvh flex-col">
      <SiteHeader {...(viewer === undefined ? {} : { viewer })} />
      <main id="main" tabIndex={-1} className="outline-none">
        {children}
      </main>
      <SiteFooter />
    </div>
  );
}

/** The usual width of a page; `narrow` is for forms and reading. */
export function Container({ narrow = false, children }: { narrow?: boolean; children: ReactNode }) {
  const width = narrow ? "max-w-prose" : "max-w-page";
  return (
    <div className={`mx-auto flex w-full flex-col gap-8 px-4 py-8 sm:px-6 sm:py-12 ${width}`}>
      {children}
    </div>
  );
}
