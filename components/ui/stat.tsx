import { formatNumber } from "#lib/format.ts";

/** One figure and what it counts; stands in a `dl`. */
export function Stat({ term, value }: { term: string; value: number }) {
  return (
    <div className="flex flex-col-reverse justify-end gap-1 rounded-card border border-line bg-surface p-5">
      <dt className="text-soft">{term}</dt>
      <dd className="text-3xl font-extrabold tracking-tight">{formatNumber(value)}</dd>
    </div>
  );
}
