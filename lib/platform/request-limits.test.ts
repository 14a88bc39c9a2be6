import http from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import { cookieName } from "../auth/cookies.ts";
import { sanitize } from "./address.ts";
import { requestLimits } from "./request-limits.ts";

const PER_MINUTE = 10;
let url: string;
let running = 0;
let mostRunning = 0;
/** While set, requests are answered when it resolves. */
let gate: Promise<void> | null = null;
const within = requestLimits(PER_MINUTE);
const server = http.createServer((request, response) => {
  sanitize(request, 1);
  void within(request, response, async () => {
    mostRunning = Math.max(mostRunning, ++running);
    await gate;
    running--;
    response.end("taken");
  });
});
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

const get = (path: string, from: string, headers: Record<string, string> = {}) =>
  fetch(url + path, { headers: { "x-forwarded-for": from, ...headers } });
const statuses = (answers: Response[]) => answers.map(({ status }) => status);
const session = (token: string) => ({ cookie: `${cookieName("session")}=${token}` });
const times = <T>(count: number, work: (i: number) => T) =>
  Array.from({ length: count }, (_, i) => work(i));

it("limits the pages of one session, and says when to try again", async () => {
  const from = "192.0.2.1";
  const answers = await Promise.all(
    times(PER_MINUTE + 2, () => get("/patient", from, session("one"))),
  );
  expect(statuses(answers).filter((status) => status === 429)).toHaveLength(2);
  const refused = await get("/patient", from, { ...session("one"), accept: "text/html" });
  expect(refused.status).toBe(429);
  expect(refused.headers.get("retry-after")).toMatch(/^([1-9]|[1-5]\d|60)$/);
  expect(await refused.text()).toContain("Too many requests");
  // Others on the same network go on.
  expect((await get("/patient", from, session("two"))).status).toBe(200);
});

it("limits a network however many sessions it makes up", async () => {
  const answers = await Promise.all(
    times(PER_MINUTE * 5 + 3, (i) => get("/", `2001:db8::${i + 1}`, session(`made up ${i}`))),
  );
  expect(statuses(answers).filter((status) => status === 429)).toHaveLength(3);
  expect((await get("/", "2001:db8:0:1::1")).status).toBe(200);
});

// Fails when the session is counted before the network.
it("counts no session for what its network is refused", async () => {
  await Promise.all(times(PER_MINUTE * 5, (i) => get("/", "192.0.2.6", session(`another ${i}`))));
  const refused = await Promise.all(
    times(PER_MINUTE + 1, () => get("/", "192.0.2.6", session("elsewhere"))),
  );
  expect(new Set(statuses(refused))).toEqual(new Set([429]));
  expect((await get("/", "192.0.2.7", session("elsewhere"))).status).toBe(200);
});

it("does not count static files, nor what the API counts itself", async () => {
  for (const path of ["/_next/static/chunks/a.js", "/api/v1/doctors"]) {
    const answers = await Promise.all(times(PER_MINUTE + 5, () => get(path, "192.0.2.3")));
    expect(new Set(statuses(answers))).toEqual(new Set([200]));
  }
});

it("answers 20 requests of a network at once, keeps 200 waiting and refuses more", async () => {
  const { promise, resolve: open } = Promise.withResolvers<undefined>();
  gate = promise;
  mostRunning = 0;
  const answers = times(225, () => get("/api/v1/doctors", "192.0.2.4"));
  const refused: Response[] = [];
  await new Promise<void>((resolve) => {
    for (const answer of answers) {
      void answer.then((response) => {
        if (refused.push(response) === 5) resolve();
      });
    }
  });
  expect(statuses(refused)).toEqual([429, 429, 429, 429, 429]);
  expect(refused[0]?.headers.get("retry-after")).toBe("1");
  const other = get("/api/v1/doctors", "192.0.2.5");
  open(undefined);
  gate = null;
  expect((await other).status).toBe(200);
  expect(statuses(await Promise.all(answers)).filter((status) => status === 200)).toHaveLength(220);
  // One of them is the other network's.
  expect(mostRunning).toBeLessThanOrEqual(21);
});
