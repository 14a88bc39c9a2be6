"use client";

import type { ReactNode } from "react";
import { Button } from "#components/ui/button.tsx";

/** Opens the browser's printing; where there is no JavaScript its own menu does. */
export function PrintButton({ children }: { children: ReactNode }) {
  return (
    <Button className="noscript:hidden" onClick={() => window.print()}>
      {children}
    </Button>
  );
}
