"use client";

import type { ReactNode } from "react";
import { Button } from "#components/ui/button.tsx";
import { Icon } from "#components/ui/icons.tsx";

interface RowCardProps {
  title: string;
  remove: string;
  onRemove?: (() => void) | undefined;
  children: ReactNode;
}

/** One row of a list in a form: too many fields for one line. */
export function RowCard({ title, remove, onRemove, children }: RowCardProps) {
  return (
    <fieldset className="relative grid grid-cols-1 gap-4 rounded-card border border-line bg-surface p-4 sm:grid-cols-6 sm:p-5">
      <legend className="float-left w-full font-bold sm:col-span-6">{title}</legend>
      {onRemove && (
        <Button
          variant="quiet"
          size="small"
          className="absolute top-2 right-2 px-3"
          aria-label={`${remove}: ${title}`}
          onClick={onRemove}
        >
          <Icon name="cross" />
        </Button>
      )}
      {children}
    </fieldset>
  );
}
