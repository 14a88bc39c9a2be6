import { NextIntlClientProvider } from "next-intl";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import type { LabPoint } from "#lib/records/views.ts";
import messages from "../../messages/en.json" with { type: "json" };
import { LabOverview } from "./lab-overview.tsx";

const point = (value: number, takenAt: string): LabPoint => ({
  ...{ name: "Sodium", loinc: null, text: null, unit: "mmol/L", low: 135, high: 145, flag: null },
  ...{ value, takenAt, at: `${takenAt}T05:00:00.000Z`, timeZone: "America/New_York" },
  ...{ interpretation: null, converted: null, recordId: "1" },
});

const markupOf = (results: LabPoint[]): string =>
  renderToStaticMarkup(
    <NextIntlClientProvider locale="en" timeZone="America/New_York" messages={messages}>
      <LabOverview
        labs={[{ key: "sodium|", name: "Sodium", loinc: null, unit: "mmol/L", results }]}
        seriesHref={() => "/"}
      />
    </NextIntlClientProvider>,
  );

it("says how many other values of the test there are of the time of the latest", () => {
  const earlier = point(120, "2025-01-01");
  const latest = [155, 140, 138].map((value) => point(value, "2025-01-02"));
  expect(markupOf([...latest, earlier])).toContain("and 2 other values of this time");
  expect(markupOf([...latest.slice(1), earlier])).toContain("and one other value of this time");
  expect(markupOf([...latest.slice(2), earlier])).not.toContain("of this time");
});
