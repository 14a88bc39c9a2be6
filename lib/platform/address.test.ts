import { IncomingMessage } from "node:http";
import { Socket } from "node:net";
import { expect, test } from "vitest";
import { ADDRESS_HEADER, sanitize } from "./address.ts";

function request(headers: Record<string, string>): IncomingMessage {
  const socket = new Socket();
  Object.defineProperty(socket, "remoteAddress", { value: "::ffff:10.0.0.9" });
  const message = new IncomingMessage(socket);
  message.headers = { ...headers };
  message.rawHeaders = Object.entries(headers).flat();
  return message;
}

test("what only the server may say is removed, from both lists of headers", () => {
  const message = request({
    "x-middleware-subrequest": "proxy:proxy:proxy",
    "x-slotwell-address": "1.2.3.4",
    "x-invoke-path": "/admin",
    "x-forwarded-host": "evil.example",
    accept: "*/*",
  });
  sanitize(message, 0);
  expect(message.headers).toEqual({ accept: "*/*", [ADDRESS_HEADER]: "10.0.0.9" });
  expect(message.rawHeaders).toEqual(["accept", "*/*", ADDRESS_HEADER, "10.0.0.9"]);
});

test.each([
  [0, "10.0.0.9"],
  [1, "3.3.3.3"],
  [2, "2.2.2.2"],
  [9, "1.1.1.1"],
])("behind %i trusted proxies the client is %s", (proxies, address) => {
  const message = request({ "x-forwarded-for": "1.1.1.1, 2.2.2.2,3.3.3.3" });
  sanitize(message, proxies);
  expect(message.headers[ADDRESS_HEADER]).toBe(address);
});
