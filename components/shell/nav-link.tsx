"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";

/**
 * An entry of the portal's navigation that knows whether it leads to the current page. A layout
 * outlives navigation and is not told the address, so this one leaf asks in the browser.
 */
export function NavLink({ href, children }: { href: string; children: ReactNode }) {
  const pathname = usePathname();
  const home = href.split("/").length === 2; // "/patient" is not the page "/patient/profile"
  const current = pathname === href || (!home && pathname.startsWith(`${href}/`));
  return (
    <Link
      href={href}
      prefetch={false}
      aria-current={current ? "page" : undefined}
      className="flex min-h-14 flex-col items-center justify-center gap-0.5 rounded-control px-0.5 text-xs font-semibold text-soft -outline-offset-3 hover:bg-tint hover:text-ink aria-[current]:text-brand lg:min-h-11 lg:flex-row lg:justify-start lg:gap-3 lg:px-3.5 lg:text-base lg:aria-[current]:bg-tint"
    >
      {children}
    </Link>
  );
}
