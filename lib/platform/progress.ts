/** Prints a line for the operator. */
export const tell = (line: string): void => void process.stdout.write(`${line}\n`);

const QUIET_MS = 2_000;
const REPEAT_MS = 5_000;

/**
 * Returns a function that tells the operator what a start is waiting for: not for the first 2 s,
 * then every 5 s.
 */
export function waitingFor(what: string): (reason: string) => void {
  const began = Date.now();
  let toldAt = began + QUIET_MS - REPEAT_MS;
  return (reason) => {
    const now = Date.now();
    if (now - toldAt < REPEAT_MS) return;
    toldAt = now;
    tell(`Waiting for ${what} … ${Math.round((now - began) / 1000)} s (${reason})`);
  };
}
