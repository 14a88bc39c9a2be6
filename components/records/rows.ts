"use client";

import { useState } from "react";
import { useActionFormContext } from "#components/ui/form-context.ts";

/**
 * The keys of rows that a form holds under `list:<key>:…`: those that were typed before the server
 * answered, else those of `fields`; added and removed in the browser.
 */
export function useRows(list: string, fields: Record<string, string>) {
  const typed = useActionFormContext()?.typed;
  const [keys, setKeys] = useState(() => keysIn(list, typed ?? fields));
  return {
    keys,
    add: () => setKeys([...keys, Math.max(-1, ...keys) + 1]),
    remove: (key: number) => setKeys(keys.filter((other) => other !== key)),
  };
}

function keysIn(list: string, fields: Record<string, string>): number[] {
  const pattern = new RegExp(`^${list}:(\\d{1,6}):`);
  const keys = Object.keys(fields).flatMap((name) => pattern.exec(name)?.[1] ?? []);
  return [...new Set(keys.map(Number))].toSorted((a, b) => a - b);
}

/** Rows to fill in where no script can add one. */
export const SPARE_ROWS = [9001, 9002, 9003] as const;
