"use client";

import type { ReactNode } from "react";
import { useActionFormContext } from "./form-context.ts";

interface FormDetailsProps {
  summary: ReactNode;
  summaryClass: string;
  /** Open from the start. */
  open?: boolean | undefined;
  children: ReactNode;
}

/** The fields of an ActionForm behind a button that opens them; open when they were refused. */
export function FormDetails({ summary, summaryClass, open = false, children }: FormDetailsProps) {
  const refused = useActionFormContext()?.typed !== undefined;
  return (
    <details open={open || refused}>
      <summary className={summaryClass}>{summary}</summary>
      {children}
    </details>
  );
}
