// The application's process. Takes the port, waits for the settings that its supervisor sends
// (commands/supervise.ts), then answers requests until it is told to stop.
import { once } from "node:events";
import { createServer } from "node:http";
import { env, givenEnv, supply } from "#lib/env.ts";
import { logConsole } from "#lib/platform/console-log.ts";
import { listen } from "#lib/platform/server.ts";
import { startClock } from "#lib/web/clock.ts";
import { stopOnSignal } from "./commands/shutdown.ts";
import { exitWith } from "./commands/exit-with.ts";
import { isMode, type Mode } from "./commands/mode.ts";

async function run(mode: Mode): Promise<void> {
  const settings = once(process, "message");
  const loading = import("next");
  const server = await listen(givenEnv());
  const closing = stopOnSignal(server, mode);
  process.send?.("listening");
  const [values] = (await settings) as [Record<string, string>];
  supply(values);
  const dev = mode === "dev";
  // Next.js hangs up on requests to upgrade the connection. Only its development server has such a
  // protocol; otherwise the request is answered without the upgrade (RFC 9110, 7.8).
  const httpServer = dev ? server.http : createServer();
  const { HOST: hostname, PORT: port } = env();
  const { default: next } = await loading;
  const app = next({ dev, hostname, port, httpServer });
  closing.push(() => app.close());
  await app.prepare();
  if (!dev) logConsole();
  closing.push(startClock());
  server.open(app.getRequestHandler());
  process.send?.("ready");
}

const [, , mode] = process.argv;
if (!isMode(mode) || !process.send) throw new Error("This is started by `npm start`.");
try {
  await run(mode);
} catch (error) {
  exitWith(error);
}
