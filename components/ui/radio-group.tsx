"use client";

import { fieldId, type Option } from "./field.tsx";
import { useActionFormContext } from "./form-context.ts";

interface RadioGroupProps {
  name: string;
  legend: string;
  hint?: string | undefined;
  options: readonly Option[];
  defaultValue: string;
}

/** One choice among a few that are all worth seeing. */
export function RadioGroup({ name, legend, hint, options, defaultValue }: RadioGroupProps) {
  const form = useActionFormContext();
  const error = form?.errorOf(name);
  const typed = form?.typed?.[name];
  const chosen = options.some(({ value }) => value === typed) ? typed : defaultValue;
  const id = fieldId(form?.id, name);
  return (
    <fieldset
      id={id}
      aria-describedby={error ? `${id}-error` : undefined}
      className="flex flex-col gap-1 rounded-card border border-line bg-surface p-4"
    >
      <legend className="float-left w-full font-semibold">{legend}</legend>
      {hint && <p className="text-sm text-soft">{hint}</p>}
      {error && (
        <p id={`${id}-error`} className="flex gap-1.5 text-sm font-semibold text-danger">
          <span aria-hidden="true">▲</span>
          {error}
        </p>
      )}
      {options.map(({ value, label }) => (
        <label key={value} className="flex min-h-11 cursor-pointer items-center gap-3">
          <input
            type="radio"
            name={name}
            value={value}
            defaultChecked={value === chosen}
            className="size-5 shrink-0 accent-brand"
          />
          {label}
        </label>
      ))}
    </fieldset>
  );
}
