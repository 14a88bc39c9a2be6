import { useTranslations } from "next-intl";
import Link from "next/link";
import { Alert } from "#components/ui/alert.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { Entered } from "#components/ui/entered.tsx";
import { Icon } from "#components/ui/icons.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { zoneAbbreviation, zoneCity } from "#lib/format.ts";
import type { CalendarView } from "#lib/calendar/views.ts";
import "./calendar.css";
import { CalendarFilter } from "./calendar-filter.tsx";
import { CalendarGrid } from "./calendar-grid.tsx";
import { CalendarLegend } from "./calendar-legend.tsx";
import { CalendarList } from "./calendar-list.tsx";
import { CalendarNavigation } from "./calendar-navigation.tsx";
import { useGrid, type CalendarLinks } from "./use-grid.ts";

interface CalendarPageProps {
  calendar: CalendarView;
  /** The calendar's own page. */
  path: string;
  links: CalendarLinks & { sheet: string };
  /** Whether visits that came to nothing are shown. */
  closed: boolean;
  /** Parameters of the address that could not be read. */
  ignored: readonly string[];
}

/** A calendar: whose, which days, how, and then the visits. */
export function CalendarPage({ calendar, path, links, closed, ignored }: CalendarPageProps) {
  const t = useTranslations("calendar");
  const { view, date, clinic, timeZone, days } = calendar;
  const zones = [days[0], days.at(-1)].map((day) =>
    zoneAbbreviation(`${day ?? date}T12:00:00Z`, timeZone),
  );
  const zone = { city: zoneCity(timeZone), abbreviation: [...new Set(zones)].join(", ") };
  const list = <CalendarList calendar={calendar} hrefFor={links.appointment} />;
  return (
    <>
      <PageHeader
        eyebrow={<Entered>{clinic.name}</Entered>}
        title={t("title")}
        actions={
          <ButtonLink href={links.sheet} variant="secondary">
            <Icon name="printer" />
            {t("sheet.link")}
          </ButtonLink>
        }
      >
        {t("zone", zone)}
      </PageHeader>
      {ignored.length > 0 && (
        <Alert tone="warning">{t("badAddress", { fields: ignored.join(", ") })}</Alert>
      )}
      {calendar.truncated && <Alert tone="warning">{t("truncated")}</Alert>}
      {(calendar.clinics.length > 1 || calendar.doctors.length > 1) && (
        <CalendarFilter
          path={path}
          kept={{ view, date, closed: closed ? "shown" : undefined }}
          calendar={calendar}
        />
      )}
      <div className="flex flex-col gap-5">
        <CalendarNavigation calendar={calendar} hrefFor={links.calendar} />
        {view === "agenda" ? (
          list
        ) : (
          <>
            <CalendarLegend closed={closed} />
            <Grid calendar={calendar} view={view} links={links}>
              {list}
            </Grid>
            <p className="text-sm text-soft print:hidden">{t("dragHint")}</p>
          </>
        )}
        <p className="print:hidden">
          <Link
            href={links.calendar({ closed: closed ? null : "shown" })}
            prefetch={false}
            className="inline-flex min-h-11 items-center link"
          >
            {t(closed ? "closed.hide" : "closed.show")}
          </Link>
        </p>
      </div>
    </>
  );
}

interface GridProps {
  calendar: CalendarView;
  view: Exclude<CalendarView["view"], "agenda">;
  links: CalendarLinks;
  children: React.ReactNode;
}

function Grid({ calendar, view, links, children }: GridProps) {
  return <CalendarGrid grid={useGrid(calendar, view, links)}>{children}</CalendarGrid>;
}
