/** Whether tests run in their large sizes: `npm test -- --all`. */
export const runsEverything = (): boolean => process.env["SLOTWELL_ALL"] === "1";

/** The seed of the fuzzer: SLOTWELL_FUZZ_SEED, or another one on every run. */
export const fuzzSeed = (): number =>
  Number(process.env["SLOTWELL_FUZZ_SEED"] ?? Math.floor(Math.random() * 2 ** 31));

/** Whether tests run unattended, where nothing that they need may be missing. */
export const runsUnattended = (): boolean => Boolean(process.env["CI"]);
