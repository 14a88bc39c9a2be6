import { useSyncExternalStore } from "react";

/** False while the server draws and React takes over, so that both draw the same. */
export function useHydrated(): boolean {
  return useSyncExternalStore(
    () => () => undefined,
    () => true,
    () => false,
  );
}
