import { useTranslations } from "next-intl";
import { buttonClass } from "#components/ui/button.tsx";
import { Icon } from "#components/ui/icons.tsx";

interface WeekLinksProps {
  previousHref: string | undefined;
  nextHref: string | undefined;
}

export function WeekLinks({ previousHref, nextHref }: WeekLinksProps) {
  const t = useTranslations("availability");
  const look = buttonClass({ variant: "secondary", size: "small" });
  return (
    <nav aria-label={t("weeks")} className="flex gap-2 print:hidden">
      {previousHref && (
        <a href={previousHref} rel="prev" className={look}>
          <Icon name="arrowLeft" className="size-4" />
          {t("previous")}
        </a>
      )}
      {nextHref && (
        <a href={nextHref} rel="next" className={look}>
          {t("next")}
          <Icon name="arrowRight" className="size-4" />
        </a>
      )}
    </nav>
  );
}
