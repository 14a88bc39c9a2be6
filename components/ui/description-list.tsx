import type { ReactNode } from "react";

interface DescriptionListProps {
  items: readonly { term: string; description: ReactNode }[];
}

export function DescriptionList({ items }: DescriptionListProps) {
  return (
    <dl className="divide-y divide-line">
      {items.map((item) => (
        <div key={item.term} className="grid gap-x-6 gap-y-0.5 py-3 sm:grid-cols-[10rem_1fr]">
          <dt className="text-soft">{item.term}</dt>
          <dd className="min-w-0 wrap-anywhere">{item.description}</dd>
        </div>
      ))}
    </dl>
  );
}
