import { NextIntlClientProvider } from "next-intl";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import messages from "../../messages/en.json" with { type: "json" };
import { Unbookable } from "./unbookable.tsx";

const markupFor = (phone: string | null): string =>
  renderToStaticMarkup(
    <NextIntlClientProvider locale="en" timeZone="America/New_York" messages={messages}>
      <Unbookable
        sentence="Cancel one of them, or call the clinic."
        clinic={{ id: "1", name: "A", address: "B", phone, timeZone: "America/New_York" }}
        otherTimesHref="/doctors/1?day=2025-01-08"
      />
    </NextIntlClientProvider>,
  );

it("offers other times, the patient's requests and the clinic's phone, and nothing to type", () => {
  const markup = markupFor("212 555 0100");
  expect(markup).toContain('href="/doctors/1?day=2025-01-08"');
  expect(markup).toContain('href="/patient"');
  expect(markup).toContain('href="tel:+12125550100"');
  expect(markup).not.toMatch(/<form|<textarea|<input/);
});

it("names no phone where the clinic has none", () => {
  expect(markupFor(null)).not.toMatch(/tel:|phone/);
});
