import { reportFailure } from "../log.ts";

/**
 * Returns a response body that is produced while it is sent. An error aborts it.
 *
 * @param ended is called once, whether the body was sent, was aborted, or failed.
 */
export function streamOf(
  chunks: AsyncGenerator<Uint8Array, void>,
  ended: () => void = () => undefined,
): ReadableStream<Uint8Array> {
  let isOver = false;
  const finish = () => {
    if (isOver) return;
    isOver = true;
    ended();
  };
  return new ReadableStream({
    async pull(controller) {
      try {
        const { done, value } = await chunks.next();
        // Cancelled while the part was being read.
        if (isOver) return;
        if (!done) {
          controller.enqueue(value);
          return;
        }
        controller.close();
      } catch (error) {
        if (isOver) return;
        reportFailure(error);
        controller.error(new Error("the download was interrupted"));
      }
      finish();
    },
    async cancel() {
      finish();
      await chunks.return();
    },
  });
}
