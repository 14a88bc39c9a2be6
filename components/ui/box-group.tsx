"use client";

import type { ReactNode } from "react";
import { fieldId } from "./field.tsx";
import { useActionFormContext } from "./form-context.ts";

interface BoxGroupProps {
  /** The name of the errors that are about the boxes together. */
  name: string;
  legend: string;
  /** Boxes whose names begin with that of the group. */
  children: ReactNode;
}

/** Boxes of which at least one is to be ticked. */
export function BoxGroup({ name, legend, children }: BoxGroupProps) {
  const form = useActionFormContext();
  const error = form?.errorOf(name);
  const id = fieldId(form?.id, name);
  return (
    <fieldset id={id} tabIndex={-1} aria-describedby={error ? `${id}-error` : undefined}>
      <legend className="mb-2 text-soft">{legend}</legend>
      {error && (
        <p id={`${id}-error`} className="flex gap-1.5 text-sm font-semibold text-danger">
          <span aria-hidden="true">▲</span>
          {error}
        </p>
      )}
      {children}
    </fieldset>
  );
}
