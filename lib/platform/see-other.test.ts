import { once } from "node:events";
import { createServer, request, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, it } from "vitest";
import { neverRepeatPosts } from "./see-other.ts";

/** The status that a server answers with which sends everybody elsewhere, its own way. */
async function statusOf(method: string, status: number, explicit: boolean): Promise<number> {
  const server = createServer((incoming, response) => {
    neverRepeatPosts(incoming, response);
    if (explicit) response.writeHead(status, { location: "/there" }).end();
    else {
      response.statusCode = status;
      response.setHeader("location", "/there").end();
    }
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const sent = request({ host: "127.0.0.1", port, method }).end();
  const [answer] = (await once(sent, "response")) as [IncomingMessage];
  expect(answer.headers.location).toBe("/there");
  answer.resume();
  server.close();
  return answer.statusCode ?? 0;
}

it.each([true, false])(
  "lets nobody send a form again elsewhere (writeHead: %s)",
  async (explicit) => {
    expect(await statusOf("POST", 307, explicit)).toBe(303);
    expect(await statusOf("POST", 200, explicit)).toBe(200);
    expect(await statusOf("POST", 308, explicit)).toBe(308);
    expect(await statusOf("GET", 307, explicit)).toBe(307);
  },
);
