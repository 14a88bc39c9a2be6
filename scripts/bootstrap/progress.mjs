/**
 * Shows that `work` is under way and for how long.
 *
 * @template T
 * @param {string} title
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(title, work) {
  const began = Date.now();
  const elapsed = () => `${title} … ${Math.round((Date.now() - began) / 1000)} s`;
  const terminal = process.stdout.isTTY;
  if (!terminal) console.log(`${title} …`);
  const timer = setInterval(
    () => (terminal ? process.stdout.write(`\r${elapsed()}`) : console.log(elapsed())),
    terminal ? 1000 : 10_000,
  );
  try {
    return await work();
  } finally {
    clearInterval(timer);
    console.log(`${terminal ? "\r" : ""}${elapsed()}`);
  }
}
