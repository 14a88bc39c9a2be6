import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { expect, onTestFinished, test } from "vitest";
import { answerOutages, noteOutage } from "./outage.ts";

/** Asks a server whose handler fails in the way of `answer`. */
async function ask(answer: (response: ServerResponse) => void): Promise<Response> {
  const server = createServer((request, response) => {
    answerOutages(request, response);
    answer(response);
  });
  onTestFinished(() => void server.close());
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
}

/** As Next.js answers a page that failed: in parts, compressed, the head implied. */
function failedPage(response: ServerResponse): void {
  response.statusCode = 500;
  response.setHeader("content-type", "text/html; charset=utf-8");
  response.setHeader("content-encoding", "gzip");
  response.write(gzipSync("<script>a page that needs scripts"));
  response.end();
}

test("sends a page of its own instead of a page that failed because of an outage", async () => {
  const answer = await ask((response) => {
    noteOutage();
    failedPage(response);
  });
  expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "5"]);
  expect(await answer.text()).toMatch(
    /^<!doctype html>[^]*not available at the moment[^]*<\/html>/,
  );
});

test("keeps the body of an answer that is not a page", async () => {
  const answer = await ask((response) => {
    noteOutage();
    response.writeHead(500, { "content-type": "application/json" }).end('{"error":"server_error"}');
  });
  expect([answer.status, await answer.json()]).toEqual([503, { error: "server_error" }]);
});

test("leaves a failure alone that has nothing to do with an outage", async () => {
  noteOutage();
  const answer = await ask(failedPage);
  expect([answer.status, answer.headers.get("retry-after")]).toEqual([500, null]);
  expect(await answer.text()).toContain("a page that needs scripts");
});
