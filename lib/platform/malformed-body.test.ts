import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { beforeEach, expect, it, onTestFinished, vi } from "vitest";
import { log, reportFailure } from "../log.ts";
import { withinRequest } from "../request-context.ts";
import { logConsole } from "./console-log.ts";
import { answerMalformedBodies } from "./malformed-body.ts";

const ID = "0f0e0d0c-0000-4000-8000-000000000002";

let lines: unknown[];
beforeEach(() => {
  lines = [];
  for (const level of ["error", "warn"] as const) {
    vi.spyOn(log, level).mockImplementation((line: unknown) => void lines.push(line));
  }
});

/** Answers as Next.js does after it has printed an error that nothing caught. */
async function ask(error: unknown, accept: string): Promise<Response> {
  const { error: printError, warn } = console;
  logConsole();
  const printing = console;
  const fail = (response: ServerResponse) => {
    printing.error("⨯", error);
    response.statusCode = 500;
    response.setHeader("content-length", 21).setHeader("etag", '"x"');
    response.setHeader("content-type", "text/plain").end("Internal Server Error");
  };
  const server = createServer((request, response) => {
    withinRequest({ id: ID, method: "POST", route: "/doctors" }, () => {
      answerMalformedBodies(request, response);
      fail(response);
    });
  });
  onTestFinished(() => {
    Object.assign(console, { error: printError, warn });
    server.close();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return fetch(`http://127.0.0.1:${port}/doctors`, { method: "POST", headers: { accept } });
}

/** The error of Node.js itself, whose words the code knows. */
const errorOf = (contentType: string, body: string): Promise<unknown> =>
  new Request("http://localhost", {
    method: "POST",
    headers: { "content-type": contentType },
    body,
  })
    .formData()
    .catch((error: unknown) => error);

it("answers a page with 400 and the code, and logs one line without a stack", async () => {
  const answer = await ask(await errorOf("multipart/form-data; boundary=x", "x"), "text/html");
  expect(answer.status).toBe(400);
  expect(answer.headers.get("content-type")).toBe("text/html; charset=utf-8");
  expect(await answer.text()).toMatch(
    new RegExp(`^<!doctype html>[^]*This could not be read[^]*the code ${ID}`),
  );
  expect(lines).toEqual([expect.objectContaining({ refused: "malformed", why: "body" })]);
  expect(JSON.stringify(lines)).not.toContain("stack");
});

it.each(["Unexpected end of form", "aborted"])(
  "answers a program with a problem: %s",
  async (message) => {
    const answer = await ask(new Error(message), "text/x-component");
    expect([answer.status, answer.headers.get("content-type")]).toEqual([
      400,
      "application/problem+json",
    ]);
    expect(await answer.json()).toMatchObject({ status: 400, code: "malformed" });
  },
);

it("logs no failure when Next.js reports the same error again", async () => {
  const error = Object.assign(new Error("Unexpected end of form"), { digest: "4711" });
  await ask(error, "text/x-component");
  expect(error.digest).toBe(ID);
  reportFailure(error, { source: "action" });
  expect(lines).toHaveLength(1);
});

it("leaves other failures alone", async () => {
  const answer = await ask(new TypeError("x is not a function"), "text/html");
  expect([answer.status, await answer.text()]).toEqual([500, "Internal Server Error"]);
  expect(lines).toMatchObject([{ name: "TypeError", source: "console" }]);
});
