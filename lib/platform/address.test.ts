import { IncomingMessage } from "node:http";
import { Socket } from "node:net";
import { expect, test } from "vitest";
import { ADDRESS_HEADER, networkOf, sanitize } from "./address.ts";

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

test.each([
  ["192.0.2.7", "192.0.2.7"],
  ["192.0.2.7:50123", "192.0.2.7"],
  ["::ffff:192.0.2.7", "192.0.2.7"],
  ["::ffff:c000:207", "192.0.2.7"],
  ["2001:db8:0:1:aaaa::1", "2001:db8:0:1::/64"],
  ["2001:0DB8:0000:0001:ffff:0:0:2", "2001:db8:0:1::/64"],
  ["[2001:db8:0:1::3]:443", "2001:db8:0:1::/64"],
  ["2001:db8:0:2::1", "2001:db8:0:2::/64"],
  ["fe80::1%eth0", "fe80::/64"],
  ["::1", "::/64"],
  ["unknown", "unknown"],
])("counts %s as %s", (client, network) => {
  expect(networkOf(client)).toBe(network);
});
