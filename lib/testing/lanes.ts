/** Runs `work` for each item, `lanes` at a time. Returns the outcomes in the order they came. */
export async function settleInLanes<T, R>(
  lanes: number,
  items: readonly T[],
  work: (item: T) => Promise<R>,
): Promise<PromiseSettledResult<R>[]> {
  const waiting = items.values();
  const outcomes: PromiseSettledResult<R>[] = [];
  const lane = async () => {
    for (const item of waiting) outcomes.push(...(await Promise.allSettled([work(item)])));
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return outcomes;
}
