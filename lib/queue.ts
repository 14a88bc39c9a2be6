import PQueue from "p-queue";

/** Runs work when it is its turn. Throws `full()` if the queue is full. */
export type BoundedQueue = <T>(work: () => Promise<T>, full: () => Error) => Promise<T>;

/** Lets `atOnce` pieces of costly work run at a time and `waiting` more wait, first come, first served. */
export function boundedQueue({
  atOnce,
  waiting,
}: {
  atOnce: number;
  waiting: number;
}): BoundedQueue {
  const queue = new PQueue({ concurrency: atOnce });
  return async (work, full) => {
    if (queue.size >= waiting) throw full();
    return queue.add(work);
  };
}
