import type { Accounts } from "#lib/platform/demo.ts";

/** Prints the address and the demo sign-ins. */
export function announce(url: string, accounts: Accounts): void {
  console.log(`Slotwell is ready at ${url}`);
  if (accounts !== "demo") return;
  console.log(`Demo sign-ins, all with the password slotwell-demo:
  admin@slotwell.test
  doctor1@slotwell.test … doctor12@slotwell.test
  patient1@slotwell.test … patient40@slotwell.test`);
}
