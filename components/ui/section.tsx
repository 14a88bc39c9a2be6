import type { ReactNode } from "react";

interface SectionProps {
  title: ReactNode;
  /** The heading's id: the section is named by it and can be linked to. */
  id: string;
  actions?: ReactNode;
  children: ReactNode;
}

/** A titled part of a page. */
export function Section({ title, id, actions, children }: SectionProps) {
  return (
    <section aria-labelledby={id} className="flex flex-col gap-4">
      <div className="flex flex-wrap items-baseline justify-between gap-3">
        <h2 id={id} className="text-xl font-bold tracking-tight sm:text-2xl">
          {title}
        </h2>
        {actions}
      </div>
      {children}
    </section>
  );
}
