import { expect, it } from "vitest";
import messages from "../../messages/en.json" with { type: "json" };
import { AUDIT_ACTIONS } from "./rules.ts";

it("has words for everything that can be asked for, and for nothing else", () => {
  const { other, "records-read": several, ...words } = messages.accessLog.action;
  expect([other, several]).not.toContain("");
  expect(Object.keys(words).toSorted()).toEqual(
    AUDIT_ACTIONS.map((action) => action.replaceAll(".", "-")).toSorted(),
  );
});
