import { useTranslations } from "next-intl";
import { Skeleton } from "#components/ui/skeleton.tsx";

const days = [4, 6, 2, 6, 5, 0, 0];

/** Stands in for a SlotGrid while its times are looked up. */
export function SlotGridSkeleton() {
  const t = useTranslations("ui");
  return (
    <div role="status" className="grid gap-3 lg:grid-cols-7 lg:gap-2">
      <span className="sr-only">{t("loading")}</span>
      {days.map((slots, day) => (
        <div key={day} className="flex flex-col gap-3 rounded-card border border-line p-3">
          <Skeleton className="h-5 w-20 lg:mx-auto lg:w-12" />
          <div className="grid grid-cols-4 gap-2 lg:grid-cols-1">
            {Array.from({ length: slots }, (_, slot) => (
              <Skeleton key={slot} className="h-11" />
            ))}
          </div>
        </div>
      ))}
    </div>
  );
}
