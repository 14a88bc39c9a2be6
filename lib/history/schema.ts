import { z } from "zod";
import { nameOf, optionalWords } from "../schema.ts";
import { HISTORY_KINDS, HISTORY_SOURCES, isKnownDate } from "./rules.ts";

/** As exactly as it is known: `2019`, `2019-05` or `2019-05-24`. Nothing typed is not known. */
const knownDate = z.preprocess(
  (value) => (value === "" ? null : value),
  z.string().trim().refine(isKnownDate, "known_date").nullable().optional(),
);

export const entrySchema = z.strictObject({
  kind: z.enum(HISTORY_KINDS),
  name: nameOf(200),
  note: optionalWords(2000).nullable(),
  since: knownDate,
  until: knownDate,
  /** A doctor says where it comes from; what a patient enters comes from them. */
  source: z.enum(HISTORY_SOURCES).optional(),
});
export type EntryInput = z.output<typeof entrySchema>;

/** A change of an entry: what is left out stays. Where it comes from does not change. */
export const entryChangeSchema = entrySchema.omit({ source: true }).partial();
export type EntryChange = z.output<typeof entryChangeSchema>;
