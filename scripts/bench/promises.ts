/** What was promised, what came out, and whether that is enough, as one line. */
export function promise(
  what: string,
  value: number,
  { atMost, atLeast }: { atMost?: number; atLeast?: number },
): string {
  const holds =
    (atMost === undefined || value <= atMost) && (atLeast === undefined || value >= atLeast);
  const bound = atMost === undefined ? `at least ${atLeast}` : `at most ${atMost}`;
  return `${holds ? "holds" : "FAILS"}: ${what}: ${value.toFixed(2)} (${bound})`;
}
