"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { cx } from "#components/ui/class-names.ts";

interface NavLinkProps {
  href: string;
  /** Below each other on a phone as well, not side by side in its bar. */
  listed?: boolean;
  children: ReactNode;
}

/**
 * An entry of the portal's navigation that knows whether it leads to the current page. A layout
 * outlives navigation and is not told the address, so this one leaf asks in the browser.
 */
export function NavLink({ href, listed = false, children }: NavLinkProps) {
  const pathname = usePathname();
  const home = href.split("/").length === 2; // "/patient" is not the page "/patient/profile"
  const current = pathname === href || (!home && pathname.startsWith(`${href}/`));
  return (
    <Link
      href={href}
      prefetch={false}
      aria-current={current ? "page" : undefined}
      className={cx(
        "flex rounded-control font-semibold text-soft -outline-offset-3 hover:bg-tint hover:text-ink aria-[current]:text-brand",
        listed
          ? "min-h-11 items-center gap-3 px-3.5 aria-[current]:bg-tint"
          : "min-h-14 flex-col items-center justify-center gap-0.5 px-1 text-center text-xs lg:min-h-11 lg:flex-row lg:justify-start lg:gap-3 lg:px-3.5 lg:text-left lg:text-base lg:aria-[current]:bg-tint",
      )}
    >
      {children}
    </Link>
  );
}
