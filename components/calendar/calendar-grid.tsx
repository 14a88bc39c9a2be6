"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef, useState, type ReactNode } from "react";
import type { GridData } from "./grid-data.ts";

interface CalendarGridProps {
  grid: GridData;
  /** The same visits as a list: while the library loads, without JavaScript, and on paper. */
  children: ReactNode;
}

/** The one place that loads the calendar library; nothing of it is in any page's first scripts. */
export function CalendarGrid({ grid, children }: CalendarGridProps) {
  const element = useRef<HTMLDivElement>(null);
  const [drawn, setDrawn] = useState(false);
  const router = useRouter();
  useEffect(() => {
    let erase: (() => void) | undefined;
    let left = false;
    import("./draw-grid.ts").then(
      ({ drawGrid }) => {
        if (left || !element.current) return;
        erase = drawGrid(element.current, grid, (href) => router.push(href));
        setDrawn(true);
      },
      // It did not arrive: the list stays.
      () => undefined,
    );
    return () => {
      left = true;
      erase?.();
    };
  }, [grid, router]);
  return (
    <>
      <div ref={element} className="calendar print:hidden" />
      <div className={drawn ? "hidden print:block" : undefined}>{children}</div>
    </>
  );
}
