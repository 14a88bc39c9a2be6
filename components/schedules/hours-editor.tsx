"use client";

import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { fieldId } from "#components/ui/field.tsx";
import { useActionFormContext } from "#components/ui/form-context.ts";
import { CopyHours } from "./copy-hours.tsx";
import { HoursRow } from "./hours-row.tsx";
import { rowsOf, rowsTyped, type HoursWords, type Row } from "./hours-rows.ts";
import type { BlockView } from "#lib/schedules/views.ts";

interface HoursEditorProps {
  blocks: readonly BlockView[];
  words: HoursWords;
}

/**
 * The blocks of a week as rows of a form. Rows are added, removed and copied in the browser; without
 * JavaScript each day shows one empty row to fill in, and emptied rows go when the form is saved.
 */
export function HoursEditor({ blocks, words }: HoursEditorProps) {
  const form = useActionFormContext();
  const [rows, setRows] = useState(() => (form?.typed ? rowsTyped(form.typed) : rowsOf(blocks)));
  const nextKey = () => Math.max(0, ...rows.map(({ key }) => key)) + 1;

  /** What stands in a row's fields now: they are the browser's, not React's. */
  function current(row: Row): Row {
    const read = (name: string, otherwise: string) =>
      (
        document.getElementById(
          fieldId(form?.id, `blocks:${row.key}:${name}`),
        ) as HTMLInputElement | null
      )?.value ?? otherwise;
    return {
      ...row,
      from: read("from", row.from),
      to: read("to", row.to),
      validFrom: read("validFrom", row.validFrom),
      validUntil: read("validUntil", row.validUntil),
    };
  }

  function copy(weekday: number, targets: readonly number[]) {
    const copied = rows.filter((row) => row.weekday === weekday).map(current);
    let key = nextKey();
    const added = targets.flatMap((target) =>
      copied.map((row) => ({ ...row, weekday: target, key: key++ })),
    );
    setRows([...rows.filter((row) => !targets.includes(row.weekday)), ...added]);
  }

  return (
    <div className="flex flex-col gap-3">
      {words.days.map((day, index) => {
        const weekday = index + 1;
        const own = rows.filter((row) => row.weekday === weekday);
        return (
          <section
            key={day}
            aria-labelledby={`day-${weekday}`}
            className="grid gap-x-6 gap-y-2 rounded-card border border-line bg-surface px-4 py-3 md:grid-cols-[7rem_1fr_auto]"
          >
            <h3 id={`day-${weekday}`} className="pt-2 font-bold">
              {day}
            </h3>
            <div className="flex min-w-0 flex-col gap-2">
              {own.length === 0 && <p className="py-2 text-soft">{words.closed}</p>}
              {own.map((row) => (
                <HoursRow
                  key={row.key}
                  row={row}
                  day={day}
                  words={words}
                  onRemove={() => setRows(rows.filter(({ key }) => key !== row.key))}
                />
              ))}
              <noscript>
                <HoursRow row={emptyRow(900 + weekday, weekday)} day={day} words={words} />
              </noscript>
            </div>
            <div className="flex items-start gap-1 max-md:-ml-3">
              <Button
                variant="quiet"
                size="small"
                aria-label={words.addTo.replace("{day}", day)}
                onClick={() => setRows([...rows, emptyRow(nextKey(), weekday)])}
              >
                {words.add}
              </Button>
              {own.length > 0 && (
                <CopyHours
                  weekday={weekday}
                  words={words}
                  onCopy={(targets) => copy(weekday, targets)}
                />
              )}
            </div>
          </section>
        );
      })}
    </div>
  );
}

function emptyRow(key: number, weekday: number): Row {
  return { key, weekday, from: "", to: "", validFrom: "", validUntil: "" };
}
