import type { ReactNode } from "react";

/**
 * What a person entered, within other text: Arabic or Hebrew in it does not change the order of what stands
 * around it. A paragraph of its own has `dir="auto"` instead; plain text has `isolated()`.
 */
export function Entered({ children }: { children: ReactNode }) {
  return <bdi>{children}</bdi>;
}
