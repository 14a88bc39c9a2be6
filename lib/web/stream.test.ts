import { expect, it, vi } from "vitest";
import { log } from "../log.ts";
import { streamOf } from "./stream.ts";

async function* chunksOf(...texts: string[]): AsyncGenerator<Uint8Array, void> {
  for (const text of texts) yield await Promise.resolve(new TextEncoder().encode(text));
}

it("sends every part, and says once that it has ended", async () => {
  const ended = vi.fn();
  expect(await new Response(streamOf(chunksOf("one ", "two"), ended)).text()).toBe("one two");
  expect(ended).toHaveBeenCalledOnce();
});

it("aborts when a part cannot be made, and reports why", async () => {
  const reported = vi.spyOn(log, "error").mockImplementation(() => undefined);
  const ended = vi.fn();
  async function* broken(): AsyncGenerator<Uint8Array, void> {
    yield* chunksOf("one");
    throw new Error("the database is gone");
  }
  await expect(new Response(streamOf(broken(), ended)).text()).rejects.toThrow("interrupted");
  expect(ended).toHaveBeenCalledOnce();
  expect(reported).toHaveBeenCalledOnce();
});

it("is no failure when the client leaves while a part is being read", async () => {
  const reported = vi.spyOn(log, "error").mockImplementation(() => undefined);
  const ended = vi.fn();
  const { promise: second, resolve: readSecond } = Promise.withResolvers<Uint8Array>();
  async function* slow(): AsyncGenerator<Uint8Array, void> {
    yield* chunksOf("one");
    yield await second;
  }
  const reader = streamOf(slow(), ended).getReader();
  await reader.read();
  const cancelled = reader.cancel();
  readSecond(new Uint8Array(1));
  await cancelled;
  expect(ended).toHaveBeenCalledOnce();
  expect(reported).not.toHaveBeenCalled();
});
