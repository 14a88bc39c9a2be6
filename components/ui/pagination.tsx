import { useTranslations } from "next-intl";
import { ButtonLink } from "./button.tsx";
import { Icon } from "./icons.tsx";

interface PaginationProps {
  /** Back to the start of the list; absent on its first page. */
  newerHref?: string | undefined;
  /** The next page; absent on the last. */
  olderHref?: string | undefined;
  newer?: string;
  older?: string;
}

/** Lists go by cursor, so there are no page numbers. */
export function Pagination({ newerHref, olderHref, newer, older }: PaginationProps) {
  const t = useTranslations("ui.pagination");
  if (!newerHref && !olderHref) return null;
  return (
    <nav aria-label={t("label")} className="flex flex-wrap justify-between gap-3 print:hidden">
      {newerHref && (
        <ButtonLink href={newerHref} variant="secondary" rel="prev">
          <Icon name="arrowLeft" />
          {newer ?? t("newer")}
        </ButtonLink>
      )}
      {olderHref && (
        <ButtonLink href={olderHref} variant="secondary" rel="next" className="ml-auto">
          {older ?? t("older")}
          <Icon name="arrowRight" />
        </ButtonLink>
      )}
    </nav>
  );
}
