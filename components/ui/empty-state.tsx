import type { ReactNode } from "react";

interface EmptyStateProps {
  title: string;
  children?: ReactNode;
  /** The next sensible step, usually a ButtonLink. */
  action?: ReactNode;
}

/** Nothing here yet: says why, and what to do. The picture is a day with one free slot. */
export function EmptyState({ title, children, action }: EmptyStateProps) {
  return (
    <div className="flex flex-col items-center gap-3 rounded-card border border-dashed border-line px-6 py-10 text-center">
      <svg viewBox="0 0 64 52" aria-hidden="true" className="mb-1 w-16">
        <rect x="4" y="2" width="56" height="12" rx="4" className="fill-sunken" />
        <rect
          x="5"
          y="21"
          width="54"
          height="10"
          rx="4"
          className="fill-none stroke-accent"
          strokeWidth="2"
          strokeDasharray="5 4"
        />
        <rect x="4" y="38" width="56" height="12" rx="4" className="fill-sunken" />
      </svg>
      <p className="text-lg font-bold">{title}</p>
      {children && <div className="max-w-prose text-soft">{children}</div>}
      {action && <div className="mt-2">{action}</div>}
    </div>
  );
}
