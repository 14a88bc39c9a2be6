"use client";

import { useEffect, useState } from "react";
import { useActionFormContext } from "#components/ui/form-context.ts";

/**
 * The keys of rows that a form holds under `list:<key>:…`: those that were typed before the server
 * answered, else those of `fields`; added and removed in the browser.
 */
export function useRows(list: string, fields: Record<string, string>) {
  const typed = useActionFormContext()?.typed;
  const [keys, setKeys] = useState(() => keysIn(list, typed ?? fields));
  const next = Math.max(-1, ...keys) + 1;
  const [added, setAdded] = useState<number | null>(null);
  useEffect(() => {
    if (added !== null) document.querySelector<HTMLElement>(`[name^="${list}:${added}:"]`)?.focus();
  }, [list, added]);
  return {
    keys,
    /** Rows to fill in where no script can add one: theirs are no other's keys. */
    spare: [next + 9000, next + 9001, next + 9002],
    /** The focus goes on into the new row. */
    add: () => {
      setKeys([...keys, next]);
      setAdded(next);
    },
    remove: (key: number) => setKeys(keys.filter((other) => other !== key)),
  };
}

/** Of a row that was left empty nothing is kept; a day is filled in from the start. */
function keysIn(list: string, fields: Record<string, string>): number[] {
  const pattern = new RegExp(`^${list}:(\\d{1,6}):(?!takenAt$)`);
  const keys = Object.entries(fields).flatMap(([name, value]) =>
    value === "" ? [] : (pattern.exec(name)?.[1] ?? []),
  );
  return [...new Set(keys.map(Number))].toSorted((a, b) => a - b);
}
