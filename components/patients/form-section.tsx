import type { ReactNode } from "react";

/** A titled group of fields in a long form. */
export function FormSection({
  title,
  hint,
  children,
}: {
  title: string;
  hint?: string;
  children: ReactNode;
}) {
  return (
    <fieldset className="flex flex-col gap-4 rounded-card border border-line bg-surface p-5 sm:p-6">
      <legend className="float-left w-full text-lg font-bold">{title}</legend>
      {hint && <p className="text-sm text-soft">{hint}</p>}
      {children}
    </fieldset>
  );
}
