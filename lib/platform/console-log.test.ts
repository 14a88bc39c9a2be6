import { beforeEach, expect, it, onTestFinished, vi } from "vitest";
import { log } from "../log.ts";
import { withinRequest } from "../request-context.ts";
import { logConsole } from "./console-log.ts";

const CANARY = "Canary4711";
const request = { id: "0f0e0d0c-0000-4000-8000-000000000001", method: "GET", route: "/doctors" };

let lines: unknown[];
beforeEach(() => {
  lines = [];
  for (const level of ["error", "warn"] as const) {
    vi.spyOn(log, level).mockImplementation((line: unknown) => void lines.push(line));
  }
});

/** Runs `work` while the console goes to the log. */
function logging(work: (printing: Pick<Console, "error" | "warn">) => void): void {
  const { error, warn } = console;
  onTestFinished(() => void Object.assign(console, { error, warn }));
  logConsole();
  const printing = console;
  work(printing);
}

// As Next.js prints what nothing caught.
it("logs errors without their messages, and texts as the place that printed them", () => {
  logging((printing) => {
    printing.error("⨯", "unhandledRejection:", new RangeError(CANARY));
    printing.error(`${CANARY} was printed`);
    printing.warn({ reason: CANARY });
  });
  expect(lines).toMatchObject([
    { name: "RangeError", source: "console" },
    { source: "console", stack: expect.arrayContaining([expect.any(String)]) as unknown },
    { source: "console" },
  ]);
  expect(JSON.stringify(lines)).not.toContain(CANARY);
});

it("gives an error of a page the id of the request, and leaves it to instrumentation.ts", () => {
  const error = Object.assign(new Error(CANARY), { digest: "4074621481" });
  logging((printing) => withinRequest(request, () => printing.error("⨯", error)));
  expect([error.digest, lines]).toEqual([request.id, []]);
});
