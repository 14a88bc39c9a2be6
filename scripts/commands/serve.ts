import { createServer } from "node:http";
import next from "next";
import { env, givenEnv, supply } from "#lib/env.ts";
import { openDatabase } from "#lib/platform/database.ts";
import { requireProductionSettings } from "#lib/platform/production.ts";
import { missingSecrets } from "#lib/platform/secrets.ts";
import { listen } from "#lib/platform/server.ts";
import { startClock } from "#lib/web/clock.ts";
import { announce } from "./announce.ts";
import { type Mode, prepare } from "./prepare.ts";
import { shutDownOnSignal } from "./shutdown.ts";

/** `npm start`, `npm run dev` and `npm run serve`; see docs/decisions/003-one-server-process.md. */
export async function serve(mode: Mode): Promise<void> {
  if (mode === "serve") requireProductionSettings();
  const server = await listen(givenEnv());
  const opening = openDatabase(lostDatabase);
  const shutdown = shutDownOnSignal(server, opening);
  try {
    const database = await opening;
    if (mode !== "serve") supply(missingSecrets(givenEnv()));
    supply({ NEXTAUTH_URL: env().APP_URL });
    const { HOST: hostname, PORT: port } = env();
    const dev = mode === "dev";
    // Next.js hangs up on whoever asks for another protocol. Only in development there is one; else the
    // question is passed over, as RFC 9110 has it (7.8).
    const httpServer = dev ? server.http : createServer();
    const app = next({ dev, hostname, port, httpServer, quiet: !dev });
    shutdown.closeFirst(() => app.close());
    const [people] = await Promise.all([prepare(database, mode), app.prepare()]);
    shutdown.closeFirst(startClock());
    server.open(app.getRequestHandler());
    announce(env().APP_URL, people);
  } catch (error) {
    // What fails because the database is being stopped is not worth a word.
    if (shutdown.requested()) return;
    await shutdown.now();
    throw error;
  }
}

function lostDatabase(error: unknown): void {
  console.error("PostgreSQL ended and could not be started again.", error);
  process.exit(1);
}
