import { NextIntlClientProvider } from "next-intl";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import type { LabPoint } from "#lib/records/views.ts";
import messages from "../../messages/en.json" with { type: "json" };
import { LabChart } from "./lab-chart.tsx";

const sodium = { name: "Sodium", loinc: null, unit: "mmol/L" };

const captionOf = (range: Pick<LabPoint, "low" | "high">): string => {
  const point: LabPoint = {
    ...{ ...sodium, ...range, value: 140, text: null, flag: null, takenAt: "2025-01-02" },
    ...{ at: "2025-01-02T05:00:00.000Z", timeZone: "America/New_York" },
    ...{ interpretation: null, converted: null, recordId: "1" },
  };
  const markup = renderToStaticMarkup(
    <NextIntlClientProvider locale="en" timeZone="America/New_York" messages={messages}>
      <LabChart series={{ key: "sodium|", ...sodium, results: [point] }} />
    </NextIntlClientProvider>,
  );
  return /<figcaption[^>]*>(.*)<\/figcaption>/.exec(markup)?.[1] ?? "";
};

it("explains the marks by the reference range, and says nothing of them without one", () => {
  expect(captionOf({ low: 135, high: null })).toBe(
    "In mmol/L. The shaded band is the reference range. Triangles are values outside of it.",
  );
  expect(captionOf({ low: null, high: null })).toBe("In mmol/L.");
});
