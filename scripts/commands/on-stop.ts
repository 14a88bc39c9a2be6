/** "disconnect": the parent process is gone. */
const EVENTS = ["SIGINT", "SIGTERM", "SIGHUP", "disconnect"];

/** Calls `stop` once, when the process is told to end or its parent has ended. */
export function onStop(stop: () => void): void {
  let called = false;
  const once = () => {
    if (called) return;
    called = true;
    stop();
  };
  for (const event of EVENTS) process.on(event, once);
  // The parent may have ended while the modules were being loaded.
  if (process.send && !process.connected) once();
}
