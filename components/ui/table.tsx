import type { ReactNode } from "react";
import { cx } from "./class-names.ts";

export interface Column<Row> {
  key: string;
  header: string;
  cell: (row: Row) => ReactNode;
  align?: "start" | "end";
  /** The header is read but not shown, e.g. above buttons. */
  quiet?: boolean;
}

interface TableProps<Row> {
  /** Read out, not shown: the page's heading already says it. */
  caption: string;
  /** The first column names the row. */
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
}

/** A table that becomes a stack of cards on phones. The roles outlive the changed `display`. */
export function Table<Row>({ caption, columns, rows, rowKey }: TableProps<Row>) {
  return (
    <table role="table" className="w-full text-left max-md:block">
      <caption className="sr-only">{caption}</caption>
      <thead className="max-md:sr-only">
        <tr role="row" className="border-b border-line">
          {columns.map((column) => (
            <th
              key={column.key}
              role="columnheader"
              scope="col"
              className={cx(
                "px-3 py-2.5 text-sm font-semibold whitespace-nowrap text-soft first:pl-0 last:pr-0",
                column.align === "end" && "text-right",
              )}
            >
              {column.quiet ? <span className="sr-only">{column.header}</span> : column.header}
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="max-md:flex max-md:flex-col max-md:gap-3">
        {rows.map((row) => (
          <tr
            key={rowKey(row)}
            role="row"
            className={cx(
              "border-line md:border-b md:last:border-0",
              "max-md:flex max-md:flex-col max-md:gap-2 max-md:rounded-card max-md:border max-md:bg-surface max-md:p-4",
            )}
          >
            {columns.map((column, index) => (
              <Cell key={column.key} column={column} heading={index === 0}>
                {column.cell(row)}
              </Cell>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Cell<Row>({
  column,
  heading,
  children,
}: {
  column: Column<Row>;
  heading: boolean;
  children: ReactNode;
}) {
  const Element = heading ? "th" : "td";
  return (
    <Element
      role={heading ? "rowheader" : "cell"}
      scope={heading ? "row" : undefined}
      className={cx(
        "align-middle md:px-3 md:py-3.5 md:first:pl-0 md:last:pr-0",
        heading ? "font-semibold" : "max-md:grid max-md:grid-cols-[7rem_1fr] max-md:gap-3",
        column.align === "end" && "md:text-right",
        column.quiet && "max-md:block max-md:pt-2",
      )}
    >
      {!heading && !column.quiet && (
        <span aria-hidden="true" className="text-sm text-soft md:hidden">
          {column.header}
        </span>
      )}
      <div className="min-w-0">{children}</div>
    </Element>
  );
}
