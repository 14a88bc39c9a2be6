/** What each parameter of a path or query says, unless its own schema describes it. */
const WORDS: Readonly<Record<string, string>> = {
  action: "What was done, as the trail calls it: `record.read`",
  actor: "The account that did it",
  clinic: "Of this clinic",
  cursor: "The `nextCursor` of the page before; without it the first page",
  day: "With a free time on this day of the clinic",
  doctor: "Of this practitioner",
  entryId: "The entry",
  from: "The first day, of the clinic's zone",
  id: "The one that it is about",
  limit: "How many on a page: 20 unless said otherwise, 100 at most",
  part: "With a free time in this part of the day",
  patient: "Of this patient",
  q: "Words of the name",
  role: "Of this role",
  specialization: "Of this medical specialty, as practitioners have it: `family-medicine`",
  state: "In this state",
  status: "In this status",
  timeOffId: "The absence",
  to: "The last day, of the clinic's zone",
  visitType: "For this kind of visit; without it the first that the practitioner offers",
};

/** @throws for a parameter that nobody has described. */
export function wordsOf(name: string, { description }: Record<string, unknown>): string {
  if (typeof description === "string") return description;
  const words = WORDS[name];
  if (!words) throw new Error(`Describe ${name} in lib/web/openapi/parameter-words.ts`);
  return words;
}
