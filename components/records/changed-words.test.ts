import { expect, it } from "vitest";
import { changedWords } from "./changed-words.ts";

it("tells the words that were put in and taken out", () => {
  expect(changedWords("Rest for a week", "Rest for ten days").filter((part) => part.added)).toEqual(
    [expect.objectContaining({ value: "ten days" })],
  );
});

// Fails without MAX_EDITS, which bounds the time as well.
it("shows a text that was mostly rewritten as a whole", () => {
  const text = (mark: string) =>
    Array.from({ length: 150 }, (_, index) => `same ${mark}${index}`).join(" ");
  const [before, after] = [text("a"), text("b")];
  expect(changedWords(before, after)).toEqual([
    { value: before, added: false, removed: true },
    { value: after, added: true, removed: false },
  ]);
});
