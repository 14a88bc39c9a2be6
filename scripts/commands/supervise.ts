import { setTimeout as sleep } from "node:timers/promises";
import { env, givenEnv, isGiven, supply } from "#lib/env.ts";
import { openDatabase, settingsFor, type Database } from "#lib/platform/database.ts";
import { requireProductionSettings, supplyProductionDefaults } from "#lib/platform/production.ts";
import { missingSecrets } from "#lib/platform/secrets.ts";
import { announce } from "./announce.ts";
import { startApplication, type ApplicationProcess } from "./application-process.ts";
import type { Mode } from "./mode.ts";
import { onStop } from "./on-stop.ts";
import { prepare } from "./prepare.ts";

/** The whole shutdown takes less than 10 s. `serve` has no PostgreSQL of its own to stop. */
const APPLICATION_STOP_TIMEOUT_MS: Record<Mode, number> = {
  start: 6_000,
  dev: 6_000,
  serve: 9_000,
};
/** While the database is being prepared, the application has nothing to finish. */
const PREPARE_STOP_TIMEOUT_MS = 3_000;
/** Between the end of the application and its next start. */
const MIN_PAUSE_MS = 500;
const MAX_PAUSE_MS = 30_000;
/** After an application that ran this long, the next pause is the shortest one again. */
const STABLE_MS = 60_000;

/**
 * `npm start`, `npm run dev` and `npm run serve`: owns the database, and keeps the application
 * running. See docs/decisions/003-server-processes.md.
 */
export async function supervise(mode: Mode): Promise<void> {
  if (mode === "serve") {
    requireProductionSettings();
    supplyProductionDefaults();
  }
  const supervisor = new Supervisor(mode);
  onStop(() => {
    console.log("Stopping …");
    void supervisor.stop().then(() => {
      console.log("Stopped.");
      process.exit(0);
    });
  });
  try {
    await supervisor.run();
  } catch (error) {
    // What fails because everything is being stopped is not reported.
    if (supervisor.isStopping()) return;
    await supervisor.stop();
    throw error;
  }
}

class Supervisor {
  readonly #mode: Mode;
  readonly #stopping = new AbortController();
  #application: ApplicationProcess | undefined;
  #opening: Promise<Database> | undefined;
  #preparing: Promise<unknown> = Promise.resolve();
  #stopped: Promise<void> | undefined;

  constructor(mode: Mode) {
    this.#mode = mode;
  }

  isStopping(): boolean {
    return this.#stopping.signal.aborted;
  }

  async run(): Promise<void> {
    // The port first, so that a second start fails before it has touched anything.
    const application = this.#start();
    if (!(await application.listening)) return this.#failed(application);
    // Identity's login in a database of one's own depends on AUTH_SECRET.
    const secrets = isGiven("DATABASE_URL") ? this.#missingSecrets() : {};
    supply(secrets);
    this.#opening = openDatabase(this.#stopping.signal);
    const database = await this.#opening;
    const settings = { ...secrets, ...this.#settingsFor(database) };
    supply(settings);
    const preparing = prepare(database, this.#mode);
    this.#preparing = preparing.catch(() => undefined);
    const accounts = await preparing;
    application.configure(settings);
    if (!(await application.ready)) return this.#failed(application);
    announce(env().APP_URL, accounts);
    await this.#keepRunning(application, settings);
  }

  stop(): Promise<void> {
    this.#stopping.abort();
    return (this.#stopped ??= this.#end());
  }

  async #end(): Promise<void> {
    await this.#application?.stop(APPLICATION_STOP_TIMEOUT_MS[this.#mode]);
    // A migration is safe to break off; one that is nearly done need not be done again.
    await Promise.race([
      this.#preparing,
      sleep(PREPARE_STOP_TIMEOUT_MS, undefined, { ref: false }),
    ]);
    const database = await this.#opening?.catch(() => null);
    await database?.close();
  }

  #start(): ApplicationProcess {
    return (this.#application = startApplication(this.#mode));
  }

  /** An application that ended by itself has said why. */
  async #failed(application: ApplicationProcess): Promise<void> {
    if (this.isStopping()) return;
    const how = await application.ended;
    if (how.startsWith("SIG")) console.error(`The application ended (${how}) before it was ready.`);
    await this.stop();
    process.exit(1);
  }

  #settingsFor(database: Database): Record<string, string> {
    return {
      ...settingsFor(database),
      ...this.#missingSecrets(),
      NEXTAUTH_URL: env().APP_URL,
    };
  }

  #missingSecrets(): Record<string, string> {
    return this.#mode === "serve" ? {} : missingSecrets(givenEnv());
  }

  async #keepRunning(first: ApplicationProcess, settings: Record<string, string>): Promise<void> {
    let application = first;
    let startedAt = Date.now();
    let pause = MIN_PAUSE_MS / 2;
    for (;;) {
      const how = await application.ended;
      if (this.isStopping()) return;
      pause = Date.now() - startedAt > STABLE_MS ? MIN_PAUSE_MS : Math.min(pause * 2, MAX_PAUSE_MS);
      console.error(`The application ended (${how}). Starting it again in ${pause / 1000} s.`);
      await sleep(pause);
      if (this.isStopping()) return;
      startedAt = Date.now();
      application = this.#start();
      application.configure(settings);
      if (await application.ready) console.log("The application is running again.");
    }
  }
}
