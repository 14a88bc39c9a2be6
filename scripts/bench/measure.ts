import type { CpuClock } from "./cpu.ts";

/** What came out of doing one thing over and over. Times in milliseconds. */
export interface Measured {
  perSecond: number;
  p50: number;
  p95: number;
  p99: number;
  /** Of the processors, per request. */
  cpu: { client: number | null; database: number | null };
}

/**
 * Runs `work`, which gives how long each request took, and divides what the processors did.
 *
 * @param clocks of the process that asks the database, and of the database.
 */
export async function measure(
  clocks: { client: CpuClock; database: CpuClock },
  work: () => Promise<number[]>,
): Promise<Measured> {
  const before = { client: clocks.client(), database: clocks.database() };
  const began = performance.now();
  const times = await work();
  const seconds = (performance.now() - began) / 1000;
  const used = (clock: CpuClock, from: number | null) => {
    const now = clock();
    return now === null || from === null ? null : (now - from) / times.length;
  };
  const percentile = (share: number) => percentileOf(times, share);
  return {
    perSecond: times.length / seconds,
    p50: percentile(0.5),
    p95: percentile(0.95),
    p99: percentile(0.99),
    cpu: {
      client: used(clocks.client, before.client),
      database: used(clocks.database, before.database),
    },
  };
}

export function percentileOf(times: readonly number[], share: number): number {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}

export function totalCpu({ cpu: { client, database } }: Measured): number | null {
  return client === null || database === null ? null : client + database;
}
