"use client";

import type { ReactNode } from "react";
import { Button } from "#components/ui/button.tsx";
import { useRows } from "./rows.ts";

interface RowListProps {
  /** The fields of row 0 are named `list:0:…`. */
  list: string;
  fields: Record<string, string>;
  add: string;
  row: (key: number, index: number, onRemove?: () => void) => ReactNode;
}

/** Rows of a form, added and removed in the browser; without scripts there are three to fill in. */
export function RowList({ list, fields, add: addLabel, row }: RowListProps) {
  const { keys, spare, add, remove } = useRows(list, fields);
  return (
    <div className="flex flex-col gap-4">
      {keys.map((key, index) => row(key, index, () => remove(key)))}
      <noscript>
        <div className="flex flex-col gap-4">
          {spare.map((key, index) => row(key, keys.length + index))}
        </div>
      </noscript>
      <div>
        <Button variant="secondary" className="noscript:hidden" onClick={add}>
          {addLabel}
        </Button>
      </div>
    </div>
  );
}
