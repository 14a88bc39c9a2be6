import { expect, it } from "vitest";
import { boundedQueue } from "./queue.ts";

it("runs so much at a time, lets so much wait, and refuses the rest", async () => {
  const queue = boundedQueue({ atOnce: 2, waiting: 1 });
  const { promise: gate, resolve: open } = Promise.withResolvers<null>();
  let running = 0;
  const add = (name: string) =>
    queue(
      async () => {
        running += 1;
        await gate;
        return name;
      },
      () => new Error(`${name} is too much`),
    );
  const accepted = [add("first"), add("second"), add("third")];
  await expect(add("fourth")).rejects.toThrow("fourth is too much");
  expect(running).toBe(2);
  open(null);
  expect(await Promise.all(accepted)).toEqual(["first", "second", "third"]);
  expect(await add("fifth")).toBe("fifth");
});

it("goes on after work that fails", async () => {
  const queue = boundedQueue({ atOnce: 1, waiting: 1 });
  const full = () => new Error("full");
  await expect(queue(() => Promise.reject(new Error("broken")), full)).rejects.toThrow("broken");
  expect(await queue(() => Promise.resolve("done"), full)).toBe("done");
});
