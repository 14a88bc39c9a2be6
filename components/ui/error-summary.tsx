import type { Ref } from "react";
import { cx } from "./class-names.ts";

export interface ErrorSummaryProps {
  title: string;
  /** Nothing is wrong; something has to be decided. */
  asks?: boolean;
  items?: readonly { href: string; message: string }[];
  /** Ways on, e.g. other free times: each sends the form that this stands in with another value. */
  alternatives?: readonly { name: string; value: string; label: string }[];
  alternativesTitle?: string;
  ref?: Ref<HTMLDivElement>;
}

/** What went wrong, at the head of a form: takes the focus and links to each field. */
export function ErrorSummary({
  title,
  asks = false,
  items = [],
  alternatives = [],
  alternativesTitle,
  ref,
}: ErrorSummaryProps) {
  return (
    <div
      ref={ref}
      role="alert"
      tabIndex={-1}
      className={cx(
        "flex flex-col gap-3 rounded-card border-2 p-4 sm:p-5",
        asks
          ? "border-warning bg-warning-tint text-warning"
          : "border-danger bg-danger-tint text-danger",
      )}
    >
      <p className="font-bold">{title}</p>
      {items.length > 0 && (
        <ul className="flex flex-col gap-1">
          {items.map((item) => (
            <li key={item.href}>
              <a href={item.href} className="underline underline-offset-4">
                {item.message}
              </a>
            </li>
          ))}
        </ul>
      )}
      {alternatives.length > 0 && (
        <div className="flex flex-col gap-2">
          {alternativesTitle && <p className="text-ink">{alternativesTitle}</p>}
          <ul className="flex flex-wrap gap-2">
            {alternatives.map((way) => (
              <li key={way.value}>
                <button
                  type="submit"
                  name={`_instead.${way.name}`}
                  value={way.value}
                  className="inline-flex min-h-11 cursor-pointer items-center rounded-control border border-edge bg-surface px-4 font-semibold text-ink hover:border-brand"
                >
                  {way.label}
                </button>
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}
