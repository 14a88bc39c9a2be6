import { expect, it } from "vitest";
import messages from "../../messages/en.json" with { type: "json" };
import { AUDIT_ACTIONS } from "./rules.ts";

it("has words for everything that can be asked for", () => {
  const words: Record<string, string> = messages.accessLog.action;
  const silent = AUDIT_ACTIONS.filter((action) => !words[action.replaceAll(".", "-")]);
  expect(silent).toEqual([]);
});
