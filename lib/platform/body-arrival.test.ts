import http from "node:http";
import net, { type AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { sanitize } from "./address.ts";
import type { ArrivalLimits } from "./body-arrival.ts";
import { limitBody } from "./body-limit.ts";
import { requestLimits } from "./request-limits.ts";

const LIMITS: ArrivalLimits = {
  keep: true,
  atOnce: 30,
  bytes: 1_000_000,
  patienceMs: 60_000,
  bytesPerSecond: 1_000_000,
};
let limits = requestLimits(600, LIMITS);
/** Called when a request has come in, before its body. */
let seen: () => void = () => undefined;
const server = http.createServer((request, response) => {
  sanitize(request, 0);
  if (!limitBody(request, response)) return;
  void limits(request, response, async () => {
    response.end(`taken ${(await text(request).catch(() => "")).length}`);
  });
  seen();
});
let port = 0;
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  ({ port } = server.address() as AddressInfo);
});
const sockets: net.Socket[] = [];
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
  limits = requestLimits(600, LIMITS);
});
afterAll(() => server.close());

/** Sends the head of a post of `length` bytes and a part of its body, once the server has seen the head. */
async function halfSent(
  length: number,
  part: string,
  path = "/sign-in/password",
  header = `Content-Length: ${length}`,
) {
  const here = new Promise<void>((resolve) => {
    seen = resolve;
  });
  const socket = net.connect(port, "127.0.0.1");
  sockets.push(socket);
  const answer = text(socket).catch(() => "gone");
  socket.write(`POST ${path} HTTP/1.1\r\nHost: x\r\n${header}\r\n\r\n${part}`);
  await here;
  return { socket, answer };
}
const get = async () => (await fetch(`http://127.0.0.1:${port}/api/v1/doctors`)).text();

// Fails when a request takes its place before its body is there: the last request waits for the others.
it("lets a network's requests pass while 25 of its forms have not come", async () => {
  for (let i = 0; i < 25; i++) await halfSent(1000, "email=a");
  expect(await get()).toBe("taken 0");
});

it("hands on the whole body when it has come, however large", async () => {
  const { socket, answer } = await halfSent(300_000, "a".repeat(100_000));
  expect(await get()).toBe("taken 0");
  socket.end("b".repeat(200_000));
  expect(await answer).toContain("taken 300000");
});

it("answers 408 to a form that comes too slowly, and keeps nothing of it", async () => {
  limits = requestLimits(600, { ...LIMITS, patienceMs: 20 });
  const { answer } = await halfSent(1000, "email=a");
  expect(await answer).toMatch(/^HTTP\/1.1 408 [^]*connection: close[^]*"too_slow"/);
});

it("answers 408 to the form that has taken longest when too many are on their way", async () => {
  limits = requestLimits(600, { ...LIMITS, atOnce: 2 });
  const forms = [];
  for (let i = 0; i < 3; i++) forms.push(await halfSent(1000, "email=a"));
  expect(await forms[0]?.answer).toContain(" 408 ");
  for (const { socket, answer } of forms.slice(1)) {
    socket.end("b".repeat(993));
    expect(await answer).toContain("taken 1000");
  }
});

it("bounds the bytes that a network has waiting, and counts pieces as well", async () => {
  limits = requestLimits(600, { ...LIMITS, bytes: 100_000 });
  const first = await halfSent(200_000, "a".repeat(60_000));
  const second = await halfSent(200_000, "a".repeat(60_000));
  expect(await first.answer).toContain(" 408 ");
  const pieces = await halfSent(200_000, "", "/sign-in/password", "Transfer-Encoding: chunked");
  pieces.socket.write("1\r\na\r\n".repeat(1000));
  expect(await second.answer).toContain(" 408 ");
});

it("lets files hold no place of other requests", async () => {
  for (let i = 0; i < 25; i++) await halfSent(1000, "a", "/doctors/1/photo");
  expect(await get()).toBe("taken 0");
});
