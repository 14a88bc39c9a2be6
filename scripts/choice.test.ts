import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ChoiceError, parseChoice } from "./choice.ts";
import { root } from "./steps.ts";

const partsOf = (...args: string[]) => [...parseChoice(args).parts];

describe("the arguments of npm test", () => {
  it("choose everything, once, when nothing is given", () => {
    expect(parseChoice([])).toEqual({
      parts: new Set(["checks", "code", "process", "http", "browser"]),
      files: { code: [], process: [], http: [], browser: [] },
      hasFiles: false,
      title: null,
      repeat: 1,
      all: false,
      pg15: false,
    });
  });

  it("choose parts by name", () => {
    expect(partsOf("--only=code")).toEqual(["code"]);
    expect(partsOf("--only=checks,browser")).toEqual(["checks", "browser"]);
  });

  it("choose the tool by the file's name", () => {
    const { files, parts, hasFiles } = parseChoice([
      "scripts/choice.test.ts",
      "scripts/outage.process.test.ts",
      "e2e/http/access.http.test.ts",
      join(root, "e2e/main-path.spec.ts"),
    ]);
    expect(files).toEqual({
      code: ["scripts/choice.test.ts"],
      process: ["scripts/outage.process.test.ts"],
      http: ["e2e/http/access.http.test.ts"],
      browser: ["e2e/main-path.spec.ts"],
    });
    expect([...parts]).toEqual(["code", "process", "http", "browser"]);
    expect(hasFiles).toBe(true);
  });

  it("leave out parts that a file does not belong to", () => {
    expect(partsOf("scripts/choice.test.ts")).toEqual(["code"]);
    expect(() => partsOf("--only=checks", "scripts/choice.test.ts")).toThrow(ChoiceError);
  });

  it("leave out the static checks for a title", () => {
    expect(partsOf("--title=books a time")).toEqual(["code", "process", "http", "browser"]);
    expect(partsOf("--title=books a time", "--only=code")).toEqual(["code"]);
    expect(parseChoice(["--title=books a time"]).title).toBe("books a time");
  });

  it("repeat, and set the full size", () => {
    expect(parseChoice(["--repeat=3", "--all"])).toMatchObject({ repeat: 3, all: true });
  });

  it.each([
    ["--only=unit"],
    ["--repeat=0"],
    ["--repeat=many"],
    ["--unknown"],
    ["no-such.test.ts"],
    ["package.json"],
  ])("are refused when they make no sense: %s", (arg) => {
    expect(() => parseChoice([arg])).toThrow(ChoiceError);
  });
});
