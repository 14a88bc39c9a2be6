import { totalCpu, type Measured } from "./measure.ts";

/** One work, over HTTP and, where the same can be done so, by hand. */
export interface Row {
  work: string;
  appointments: number;
  connections: number;
  http: Measured;
  plain?: Measured;
}

const HEADINGS = [
  ["work", "appointments", "conn."],
  ["requests/s", "p50 ms", "p95 ms", "p99 ms", "CPU app", "CPU db"],
  ["plain pg: tx/s", "p50 ms", "CPU pg", "CPU db", "CPU ratio"],
].flat();

/** The table: CPU in milliseconds per request, the ratio that of application plus database. */
export function tableOf(rows: readonly Row[]): string {
  const cells = rows.map(({ work, appointments, connections, http, plain }) => [
    work,
    appointments.toLocaleString("en"),
    String(connections),
    http.perSecond.toFixed(0),
    ...[http.p50, http.p95, http.p99, http.cpu.client, http.cpu.database].map(decimals),
    plain?.perSecond.toFixed(0) ?? "–",
    ...[plain?.p50, plain?.cpu.client, plain?.cpu.database].map(decimals),
    decimals(plain && ratio(totalCpu(http), totalCpu(plain))),
  ]);
  const widths = HEADINGS.map((heading, column) =>
    Math.max(heading.length, ...cells.map((row) => row[column]?.length ?? 0)),
  );
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join("  ");
  return [line(HEADINGS), line(widths.map((width) => "─".repeat(width))), ...cells.map(line)].join(
    "\n",
  );
}

const ratio = (a: number | null, b: number | null) => (a === null || b === null ? null : a / b);
const decimals = (value: number | null | undefined) => value?.toFixed(2) ?? "–";
