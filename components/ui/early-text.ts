import { useLayoutEffect, useSyncExternalStore } from "react";

/**
 * What to give a textarea as its default. React writes a textarea anew when it takes the page over, which
 * would throw away what was typed, or move the caret, before that; so then it is given what stands there.
 * @param id of the element.
 * @param given the default on the server and from then on.
 */
export function useEarlyText(id: string, given = ""): string {
  const text = useSyncExternalStore(
    () => () => undefined,
    () => given,
    () => standing(id) ?? given,
  );
  useLayoutEffect(() => {
    const element = textarea(id);
    if (element && text !== given) element.defaultValue = given;
  });
  return text;
}

function standing(id: string): string | undefined {
  const element = typeof document === "undefined" ? null : textarea(id);
  if (!element) return undefined;
  const text = element.value;
  // A text that was set, not only drawn, keeps its caret when the default is written.
  if (text !== "") element.value = text;
  return text;
}

function textarea(id: string): HTMLTextAreaElement | null {
  const element = document.getElementById(id);
  return element instanceof HTMLTextAreaElement ? element : null;
}
