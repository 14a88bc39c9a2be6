import { driveHttp, inTurn } from "./http.ts";
import { percentileOf } from "./measure.ts";

/** Asked in turns, so that what else the machine does meets both. */
const ROUNDS = 4;

interface Asked {
  url: string;
  paths: string[];
}

/** How many times slower, at p95, the second is than the first; each asked for some seconds. */
export async function growthOf(
  small: Asked,
  large: Asked,
  seconds: number,
): Promise<{ small: number; large: number; ratio: number }> {
  const times = { small: [] as number[], large: [] as number[] };
  const ask = (asked: Asked, forSeconds: number) =>
    driveHttp({ url: asked.url, next: inTurn(asked.paths), connections: 1, seconds: forSeconds });
  for (const asked of [small, large]) await ask(asked, 3);
  for (let round = 0; round < ROUNDS; round += 1) {
    times.small.push(...(await ask(small, seconds / ROUNDS)));
    times.large.push(...(await ask(large, seconds / ROUNDS)));
  }
  const p95 = { small: percentileOf(times.small, 0.95), large: percentileOf(times.large, 0.95) };
  return { ...p95, ratio: p95.large / p95.small };
}
