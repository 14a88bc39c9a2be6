"use client";

import { useId, useRef } from "react";
import { Button, buttonClass } from "#components/ui/button.tsx";
import type { HoursWords } from "./hours-rows.ts";

interface CopyHoursProps {
  weekday: number;
  words: HoursWords;
  onCopy: (targets: readonly number[]) => void;
}

/** Gives the hours of one day to others. Its boxes have no names: they are no part of the form. */
export function CopyHours({ weekday, words, onCopy }: CopyHoursProps) {
  const id = useId();
  const details = useRef<HTMLDetailsElement>(null);
  const targets = words.days.map((day, index) => ({ day, weekday: index + 1 }));

  function copy() {
    const boxes = [...(details.current?.querySelectorAll("input") ?? [])];
    onCopy(boxes.filter((box) => box.checked).map((box) => Number(box.value)));
    for (const box of boxes) box.checked = false;
    if (details.current) details.current.open = false;
  }

  return (
    <details ref={details} className="relative">
      <summary
        aria-label={words.copyOf.replace("{day}", words.days[weekday - 1] ?? "")}
        className={buttonClass({ variant: "quiet", size: "small" })}
      >
        {words.copy}
      </summary>
      <fieldset className="absolute z-10 mt-1 flex w-60 flex-col rounded-card border border-edge bg-surface p-4 shadow-card max-md:left-0 md:right-0">
        <legend className="sr-only">{words.copyTo}</legend>
        <p aria-hidden="true" className="text-sm font-semibold text-soft">
          {words.copyTo}
        </p>
        {targets
          .filter((target) => target.weekday !== weekday)
          .map((target) => (
            <label
              key={target.weekday}
              htmlFor={`${id}-${target.weekday}`}
              className="flex min-h-11 cursor-pointer items-center gap-3"
            >
              <input
                id={`${id}-${target.weekday}`}
                type="checkbox"
                value={target.weekday}
                className="size-5 accent-brand"
              />
              {target.day}
            </label>
          ))}
        <Button size="small" className="mt-2" onClick={copy}>
          {words.copyNow}
        </Button>
      </fieldset>
    </details>
  );
}
