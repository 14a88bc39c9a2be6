/**
 * Returns the size of a storm or a property test: `usual`, or `full` under `npm test -- --all`, which
 * sets SLOTWELL_ALL=1. The usual size must be enough to prove what the test states.
 */
export const sized = <T>(usual: T, full: T): T =>
  process.env["SLOTWELL_ALL"] === "1" ? full : usual;
