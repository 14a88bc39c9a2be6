import { useTranslations } from "next-intl";
import { ButtonLink } from "#components/ui/button.tsx";
import { Icon } from "#components/ui/icons.tsx";
import { formatDay } from "#lib/format.ts";
import { PrintButton } from "#components/ui/print-button.tsx";

interface SheetHeadProps {
  day: string;
  backHref: string;
  previousHref: string | undefined;
  nextHref: string | undefined;
}

/** Above the sheets, on the screen alone: which day, print, and back. */
export function SheetHead({ day, backHref, previousHref, nextHref }: SheetHeadProps) {
  const t = useTranslations("calendar");
  return (
    <header className="flex flex-wrap items-end justify-between gap-4 print:hidden">
      <h1 className="text-3xl font-extrabold tracking-tight">
        {t("sheet.title")}
        <span className="block text-lg font-normal text-soft">{formatDay(day)}</span>
      </h1>
      <div className="flex flex-wrap gap-2">
        <ButtonLink href={backHref} variant="quiet">
          {t("sheet.back")}
        </ButtonLink>
        <nav aria-label={t("periods")} className="flex gap-2">
          {previousHref && (
            <ButtonLink href={previousHref} variant="secondary" rel="prev">
              <Icon name="arrowLeft" className="size-4" />
              {t("previous")}
            </ButtonLink>
          )}
          {nextHref && (
            <ButtonLink href={nextHref} variant="secondary" rel="next">
              {t("next")}
              <Icon name="arrowRight" className="size-4" />
            </ButtonLink>
          )}
        </nav>
        <PrintButton>
          <Icon name="printer" className="size-5" />
          {t("sheet.print")}
        </PrintButton>
      </div>
    </header>
  );
}
