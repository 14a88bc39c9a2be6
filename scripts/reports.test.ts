import { describe, expect, it } from "vitest";
import {
  failure,
  findingsOfPlaywright,
  findingsOfVitest,
  minutesByPart,
  NO_FINDINGS,
  slowestTests,
  sumOf,
  type PlaywrightReport,
  type VitestReport,
} from "./reports.ts";

const vitestTest = (status: string, fullName: string, duration?: number) => ({
  status,
  fullName,
  failureMessages: status === "failed" ? ["\u001b[31mexpected 1\u001b[39m", "at line 2"] : [],
  ...(duration === undefined ? {} : { duration }),
});

describe("findings in a Vitest report", () => {
  const report = (testResults: VitestReport["testResults"]): VitestReport => ({
    numPassedTests: 1,
    testResults,
  });

  it("names each failed test by file and title, without colours", () => {
    const found = findingsOfVitest(
      report([
        {
          name: "/here/lib/a.test.ts",
          status: "failed",
          message: "",
          assertionResults: [vitestTest("passed", "adds", 1500), vitestTest("failed", "subtracts")],
        },
      ]),
      "/here",
    );
    expect(found).toEqual({
      passed: 1,
      failures: ["lib/a.test.ts: subtracts\n    expected 1\n    at line 2"],
      tests: [
        { name: "lib/a.test.ts: adds", seconds: 1.5 },
        { name: "lib/a.test.ts: subtracts", seconds: 0 },
      ],
    });
  });

  it("counts a file that failed without a failed test", () => {
    const broken = { name: "b.test.ts", status: "failed", message: "no such module" };
    expect(findingsOfVitest(report([{ ...broken, assertionResults: [] }])).failures).toEqual([
      "b.test.ts\n    no such module",
    ]);
  });

  it("counts no skipped test as a failure", () => {
    const skipped = [vitestTest("skipped", "later")];
    const file = { name: "c.test.ts", status: "passed", message: "", assertionResults: skipped };
    expect(findingsOfVitest(report([file])).failures).toEqual([]);
  });
});

describe("findings in a Playwright report", () => {
  const spec = (title: string, status: string, ...messages: (string | undefined)[]) => ({
    file: "a.spec.ts",
    line: 7,
    title,
    tests: [
      {
        status,
        results: messages.map((message) => ({
          duration: 2000,
          ...(message === undefined ? {} : { error: { message } }),
        })),
      },
    ],
  });
  const report: PlaywrightReport = {
    stats: { expected: 1 },
    errors: [{ message: "a worker ended" }],
    suites: [
      {
        specs: [spec("signs in", "expected", undefined)],
        suites: [
          { specs: [spec("books", "unexpected", "timed out")] },
          { specs: [spec("moves", "flaky", "no slot", undefined)] },
        ],
      },
    ],
  };

  it("counts failed tests, flaky tests and errors outside tests as failures", () => {
    const { passed, failures } = findingsOfPlaywright(report);
    expect(passed).toBe(1);
    expect(failures).toEqual([
      "a.spec.ts:7: books\n    timed out",
      "a.spec.ts:7: moves\n    no slot",
      "playwright\n    a worker ended",
    ]);
  });

  it("adds up the time of all tries of a test", () => {
    expect(findingsOfPlaywright(report).tests).toEqual([
      { name: "a.spec.ts:7: signs in", seconds: 2 },
      { name: "a.spec.ts:7: books", seconds: 2 },
      { name: "a.spec.ts:7: moves", seconds: 4 },
    ]);
  });
});

it("keeps the first fifteen lines of a failure's reason", () => {
  const reason = Array.from({ length: 30 }, (_, i) => `line ${String(i)}`).join("\n");
  expect(failure("title", reason).split("\n")).toHaveLength(16);
  expect(failure("title")).toBe("title");
});

it("adds up findings", () => {
  const one = { passed: 2, failures: ["x"], tests: [{ name: "a", seconds: 1 }] };
  expect(sumOf([one, NO_FINDINGS, one])).toEqual({
    passed: 4,
    failures: ["x", "x"],
    tests: [...one.tests, ...one.tests],
  });
});

it("lists the slowest tests first, and no more than asked for", () => {
  const tests = [1, 30, 2].map((seconds) => ({ name: `t${String(seconds)}`, seconds }));
  expect(slowestTests(tests, 2)).toEqual(["  30.0 s  t30", "   2.0 s  t2"]);
});

it("gives the minutes of each part and of the whole run", () => {
  const seconds = new Map([
    ["checks", 90],
    ["code", 30],
  ]);
  expect(minutesByPart(seconds, 100)).toEqual([
    "checks       1.5 min",
    "code         0.5 min",
    "all together 1.7 min",
  ]);
});
