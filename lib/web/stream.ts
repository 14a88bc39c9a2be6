import { reportFailure } from "../log.ts";

/**
 * The body of an answer whose parts are made as they are sent; a failure breaks it off.
 *
 * @param ended is called once, however it ends.
 */
export function streamOf(
  chunks: AsyncGenerator<Uint8Array, void>,
  ended: () => void = () => undefined,
): ReadableStream<Uint8Array> {
  return new ReadableStream({
    async pull(controller) {
      try {
        const { done, value } = await chunks.next();
        if (!done) {
          controller.enqueue(value);
          return;
        }
        controller.close();
      } catch (error) {
        reportFailure(error);
        controller.error(new Error("the file broke off"));
      }
      ended();
    },
    async cancel() {
      ended();
      await chunks.return();
    },
  });
}
