import { NextIntlClientProvider } from "next-intl";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import type { AppointmentView } from "#lib/appointments/views.ts";
import messages from "../../messages/en.json" with { type: "json" };
import { AppointmentTable } from "./appointment-table.tsx";
import type { ShownAppointment } from "./types.ts";

const request: ShownAppointment & Pick<AppointmentView, "expiresAt"> = {
  ...{ id: "1", status: "pending", reason: null, overbooked: false },
  doctor: { id: "2", name: "Dr. Test", specialization: "cardiology" },
  patient: { id: "3", name: "Pat Test", preferredName: null, pronouns: null },
  clinic: { id: "4", name: "A", address: "B", phone: null, timeZone: "America/New_York" },
  visitType: { id: "5", name: "Consultation", minutes: 30 },
  ...{ startsAt: "2025-01-08T14:00:00.000Z", endsAt: "2025-01-08T14:30:00.000Z" },
  expiresAt: "2025-01-07T17:00:00.000Z",
};

const markupOf = (more: { expiryOf?: (row: typeof request) => string | null }): string =>
  renderToStaticMarkup(
    <NextIntlClientProvider locale="en" timeZone="America/New_York" messages={messages}>
      <AppointmentTable
        caption="Requests"
        appointments={[request]}
        audience="admin"
        hrefFor={({ id }) => `/admin/appointments/${id}`}
        {...more}
      />
    </NextIntlClientProvider>,
  );

it("says when each request expires, in the clinic's time, where the table is about that", () => {
  const markup = markupOf({ expiryOf: ({ expiresAt }) => expiresAt });
  expect(markup).toContain("Expires");
  expect(markup).toContain("Tue, 7 Jan 2025, 12:00 EST");
  expect(markupOf({})).not.toContain("Expires");
});
