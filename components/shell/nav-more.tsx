"use client";

import { usePathname } from "next/navigation";
import type { ReactNode } from "react";

interface NavMoreProps {
  summary: ReactNode;
  /** Where the entries behind it lead. */
  hrefs: readonly string[];
  children: ReactNode;
}

/** The rest of the navigation on a phone, behind one button; closes when it has led somewhere. */
export function NavMore({ summary, hrefs, children }: NavMoreProps) {
  const pathname = usePathname();
  const within = hrefs.some((href) => pathname === href || pathname.startsWith(`${href}/`));
  return (
    <details key={pathname} className="group">
      <summary
        className={`flex min-h-14 cursor-pointer list-none flex-col items-center justify-center gap-0.5 rounded-control px-1 text-xs font-semibold -outline-offset-3 group-open:bg-tint hover:bg-tint hover:text-ink ${within ? "text-brand" : "text-soft"}`}
      >
        {summary}
      </summary>
      <ul className="absolute right-2 bottom-full mb-2 min-w-56 rounded-card border border-line bg-surface p-2 shadow-card">
        {children}
      </ul>
    </details>
  );
}
