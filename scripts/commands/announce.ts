import type { People } from "#lib/platform/demo.ts";

/** Tells the person at the terminal where to go, and who they may be there. */
export function announce(url: string, people: People): void {
  console.log(`Slotwell is ready at ${url}`);
  if (people !== "demo") return;
  console.log(`Demo sign-ins, all with the password slotwell-demo:
  admin@slotwell.test
  doctor1@slotwell.test … doctor12@slotwell.test
  patient1@slotwell.test … patient40@slotwell.test`);
}
