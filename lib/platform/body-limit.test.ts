import http from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import { limitBody } from "./body-limit.ts";

const MEGABYTE = 1024 * 1024;
let url: string;
const server = http.createServer((request, response) => {
  if (!limitBody(request, response)) return;
  request.on("end", () => response.headersSent || response.end("taken")).resume();
});
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

/** Says how long its body is, and sends it if it is to be taken. */
function post(path: string, bytes: number, send: boolean): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const headers = { "content-length": bytes };
    const request = http.request(url + path, { method: "POST", headers }, (response) => {
      resolve(response.statusCode);
      response.resume();
      if (!send) request.destroy();
    });
    request.once("error", reject);
    if (send) request.end(Buffer.alloc(bytes));
    else request.flushHeaders();
  });
}

it.each([
  ["/patient/profile", MEGABYTE, 200],
  ["/patient/profile", MEGABYTE + 1, 413],
  ["/api/v1/records/1", MEGABYTE + 1, 413],
  ["/doctor/records/1/attach", 11 * MEGABYTE, 200],
  ["/doctors/1/photo?v=1", 11 * MEGABYTE, 200],
  ["/doctor/records/1/attach", 12 * MEGABYTE + 1, 413],
  ["/doctor/records/1/change?x=/attach", MEGABYTE + 1, 413],
])("answers a post to %s of %i bytes with %i", async (path, bytes, status) => {
  expect(await post(path, bytes, status === 200)).toBe(status);
});

it("cuts off whoever says nothing of the length", async () => {
  const ended = await new Promise<string>((resolve) => {
    const request = http.request(`${url}/x`, { method: "POST" }, ({ statusCode }) =>
      resolve(String(statusCode)),
    );
    // Whoever is still speaking may find the connection gone before they hear why.
    request.once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? ""));
    for (let sent = 0; sent < 3; sent += 1) request.write(Buffer.alloc(MEGABYTE));
  });
  expect(ended).toMatch(/^(413|ECONNRESET|EPIPE)$/);
});
