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
    <div role="group" aria-label={filled(words.fromLabel)} className="flex flex-col gap-2">
      <input type="hidden" name={name("weekday")} value={row.weekday} />
      <div className="grid grid-cols-[1fr_1fr_auto] items-end gap-3 sm:grid-cols-[10rem_10rem_auto] sm:justify-start">
        <Field
          type="time"
          name={name("from")}
          label={words.from}
          aria-label={filled(words.fromLabel)}
          defaultValue={row.from}
        />
        <Field
          type="time"
          name={name("to")}
          label={words.to}
          aria-label={filled(words.toLabel)}
          defaultValue={row.to}
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
        <div className="grid grid-cols-1 gap-3 pb-2 sm:grid-cols-[13rem_13rem]">
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
