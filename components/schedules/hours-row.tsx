"use client";

import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Icon } from "#components/ui/icons.tsx";
import type { HoursWords, Row } from "./hours-rows.ts";

interface HoursRowProps {
  row: Row;
  day: string;
  words: HoursWords;
  onRemove?: () => void;
}

/** One block: from, to, and for how long it counts. */
export function HoursRow({ row, day, words, onRemove }: HoursRowProps) {
  const name = (field: string) => `blocks:${row.key}:${field}`;
  const filled = (text: string) =>
    text.replace("{day}", day).replace("{from}", row.from).replace("{to}", row.to);
  return (
    <div className="flex flex-col sm:flex-row sm:flex-wrap sm:gap-x-4">
      <input type="hidden" name={name("weekday")} value={row.weekday} />
      <div className="flex items-start gap-2">
        <Field
          type="time"
          name={name("from")}
          label={filled(words.fromLabel)}
          hideLabel
          defaultValue={row.from}
          className="max-sm:px-2"
        />
        <span aria-hidden="true" className="mt-2.5 text-soft">
          –
        </span>
        <Field
          type="time"
          name={name("to")}
          label={filled(words.toLabel)}
          hideLabel
          defaultValue={row.to}
          className="max-sm:px-2"
        />
        {onRemove && (
          <Button
            variant="quiet"
            className="px-3"
            aria-label={filled(words.removeLabel)}
            onClick={onRemove}
          >
            <Icon name="cross" />
          </Button>
        )}
      </div>
      <details open={row.validFrom !== "" || row.validUntil !== ""}>
        <summary className="flex min-h-11 cursor-pointer items-center gap-1.5 self-start text-sm font-semibold text-brand">
          {words.validity}
        </summary>
        <div className="grid grid-cols-1 gap-3 pt-1 pb-3 sm:grid-cols-[12rem_12rem]">
          <Field
            type="date"
            name={name("validFrom")}
            label={words.validFrom}
            defaultValue={row.validFrom}
          />
          <Field
            type="date"
            name={name("validUntil")}
            label={words.validUntil}
            defaultValue={row.validUntil}
          />
        </div>
      </details>
    </div>
  );
}
