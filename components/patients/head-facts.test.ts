import { createTranslator } from "next-intl";
import { expect, it } from "vitest";
import messages from "../../messages/en.json" with { type: "json" };
import { headFacts } from "./head-facts.ts";

const t = createTranslator({ locale: "en", messages, namespace: "chart" });
const unknown = {
  pronouns: null,
  dateOfBirth: null,
  agePrecise: null,
  gender: "unknown",
  interpreterRequired: null,
  preferredLanguage: null,
} as const;

it("says how to speak with a patient: pronouns, and the language of the interpreter", () => {
  const patient = {
    ...unknown,
    pronouns: "they/them",
    gender: "other" as const,
    interpreterRequired: true,
    preferredLanguage: "gsg",
  };
  expect(headFacts(patient, t)).toBe(
    "they/them, another gender, needs an interpreter for German Sign Language",
  );
});

it("says that an interpreter is needed while the language is not known", () => {
  expect(headFacts({ ...unknown, interpreterRequired: true }, t)).toBe("needs an interpreter");
});

it("says nothing that is not known or not needed", () => {
  const patient = { ...unknown, interpreterRequired: false, preferredLanguage: "gsg" };
  expect(headFacts(patient, t)).toBe("");
});
