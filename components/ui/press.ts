/** The press of a button or finger that is under way, until it has done what it was meant for. */
let underWay: Promise<unknown> | null = null;

/** Listens for presses anywhere, from now on. Asked again it changes nothing: a listener counts once. */
export function watchPresses(): void {
  addEventListener("pointerdown", begin, true);
}

function begin(): void {
  underWay = new Promise((resolve) => {
    const end = () => {
      removeEventListener("pointerup", end);
      removeEventListener("pointercancel", end);
      underWay = null;
      // The click comes with the release: before the next task.
      setTimeout(resolve);
    };
    addEventListener("pointerup", end);
    addEventListener("pointercancel", end);
  });
}

/**
 * Waits until nothing is pressed. What moves the page while something is pressed takes it away from under
 * the finger, and the press is lost.
 */
export const released = async (): Promise<void> => {
  await underWay;
};
