import { useTranslations } from "next-intl";
import { cx } from "./class-names.ts";

/** A grey stand-in for one piece of content. */
export function Skeleton({ className }: { className?: string }) {
  return (
    <span
      aria-hidden="true"
      className={cx("block animate-pulse rounded-control bg-sunken", className ?? "h-4 w-full")}
    />
  );
}

/** Stand-ins for a list of cards, said once to a screen reader. */
export function SkeletonList({ rows = 3 }: { rows?: number }) {
  const t = useTranslations("ui");
  return (
    <div role="status" className="flex flex-col gap-4">
      <span className="sr-only">{t("loading")}</span>
      {Array.from({ length: rows }, (_, row) => (
        <Skeleton key={row} className="h-24 w-full" />
      ))}
    </div>
  );
}
