"use client";

import { useEffect, useRef, useState, type ReactNode } from "react";
import { Alert, type Tone } from "./alert.tsx";
import { takeFocus } from "./focus.ts";
import { useHydrated } from "./use-hydrated.ts";

/**
 * Word of what was just done, on the page that follows: takes the focus, so that it is read out. With
 * the version as `key` it does so again when the same is done again.
 */
export function Done({ tone = "success", children }: { tone?: Tone; children: ReactNode }) {
  const element = useRef<HTMLDivElement>(null);
  const [cameAlong] = useState(!useHydrated());
  useEffect(() => takeFocus(element.current, cameAlong), [cameAlong]);
  return (
    <div ref={element} tabIndex={-1} className="rounded-card outline-none">
      <Alert tone={tone}>{children}</Alert>
    </div>
  );
}
