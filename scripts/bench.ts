// `npm run bench`: the production build over HTTP, and the same statements through plain pg, on a
// database of its own. See docs/decisions/031-benchmark.md. Takes about three minutes.
//   --large          with 1,000,000 appointments, and compared with 10,000
//   --seconds=8      how long each work is measured
import { parseArgs } from "node:util";
import { driveApi } from "./bench/api.ts";
import { startApplication, type BenchApplication } from "./bench/application.ts";
import { compareBookings } from "./bench/bookings.ts";
import { startDatabase, type BenchDatabase } from "./bench/database.ts";
import { driveHttp, inTurn } from "./bench/http.ts";
import { javaScriptOf } from "./bench/javascript.ts";
import { growthOf } from "./bench/growth.ts";
import { measure } from "./bench/measure.ts";
import { openPatientFile } from "./bench/patient-file.ts";
import { PATIENTS, searchPatients } from "./bench/patient-search.ts";
import { drivePlain } from "./bench/plain.ts";
import { promise } from "./bench/promises.ts";
import { tableOf, type Row } from "./bench/report.ts";
import { SEARCH, weekOf, worksOf, type Work } from "./bench/works.ts";

const { values: options } = parseArgs({
  options: {
    large: { type: "boolean", default: false },
    seconds: { type: "string", default: "8" },
  },
});
const seconds = Number(options.seconds);
const rows: Row[] = [];
const notes: string[] = [];

/** Whatever has been started, the last first; a signal ends the benchmark in order. */
const started: { stop: () => Promise<void> }[] = [];
const stopAll = async () => {
  for (let last = started.pop(); last; last = started.pop()) await last.stop();
};
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => void stopAll().finally(() => process.exit(130)));
}

const LARGE = options.large ? 1_000_000 : 100_000;
const SMALL = 10_000;
try {
  await benchmark();
} finally {
  await stopAll();
}
console.log(["", tableOf(rows), "", ...notes].join("\n"));

async function benchmark(): Promise<void> {
  const now = new Date();
  const { database, application } = await prepare(LARGE);
  for (const work of worksOf(database.doctorIds, now)) {
    console.log(`${work.name}, ${work.connections} connection(s) …`);
    const row = await rowOf(work, { appointments: LARGE, application, database });
    rows.push(row);
    if (work.name === SEARCH) {
      const what = `p95 in ms of the search over ${database.doctorIds.length} doctors`;
      notes.push(promise(what, row.http.p95, { atMost: 60 }));
    }
  }
  const api = await driveApi(database, application, { appointments: LARGE, seconds, now });
  rows.push(...api.rows);
  const { whole, indexed } = api.scans;
  notes.push(promise("reads of all tokens to find one", whole, { atMost: 0 }));
  notes.push(`Lookups of a token and its consent by index, per request: ${indexed.toFixed(2)}`);
  const p95 = await openPatientFile(database, application, seconds);
  const file = "p95 in ms of opening a patient with 500 records and 5,000 lab values";
  notes.push(promise(file, p95, { atMost: 150 }));
  const search = await searchPatients(database, application, seconds);
  const work = `JSON: search among ${PATIENTS.toLocaleString("en")} patients`;
  rows.push({ work, appointments: LARGE, connections: 1, http: search });
  notes.push(promise(`p95 in ms of ${work}`, search.p95, { atMost: 100 }));
  if (options.large) await noteGrowth({ database, application }, now);
  await noteBookings(database);
  await note(application, database);
}

/** A full database, and the product on it. */
async function prepare(appointments: number) {
  console.log(`Preparing ${appointments.toLocaleString("en")} appointments …`);
  const database = await startDatabase(appointments);
  started.push(database);
  console.log("Starting the production build …");
  const application = await startApplication(database);
  started.push(application);
  return { database, application };
}

/** The same question to the product on few and on many appointments. */
async function noteGrowth(
  large: { database: BenchDatabase; application: BenchApplication },
  now: Date,
): Promise<void> {
  const small = await prepare(SMALL);
  console.log("Free times of a week, in turns …");
  const asked = ({ database, application }: typeof large) => ({
    url: application.url,
    paths: weekOf(database.doctorIds, now).paths,
  });
  const growth = await growthOf(asked(small), asked(large), seconds);
  const [few, many] = [growth.small.toFixed(2), growth.large.toFixed(2)];
  const what = `p95 of a week's free times at ${LARGE} over that at ${SMALL} appointments (${many} ms, ${few} ms)`;
  notes.push(promise(what, growth.ratio, { atMost: 1.3 }));
}

async function noteBookings(database: BenchDatabase): Promise<void> {
  console.log("Bookings by 16 at once, in turns …");
  const { command, byHand } = await compareBookings(database, seconds);
  const [own, plain] = [command, byHand].map(
    ({ perSecond, cpu }) => `${perSecond.toFixed(0)}/s, ${cpu.toFixed(2)} ms CPU each`,
  );
  const what = `bookings through the command (${own}) over those by hand (${plain})`;
  notes.push(promise(what, command.perSecond / byHand.perSecond, { atLeast: 0.4 }));
}

/** Both halves of a row, one right after the other, each after a warm-up. */
async function rowOf(
  { name, connections, paths, statements }: Work,
  bench: { appointments: number; application: BenchApplication; database: BenchDatabase },
): Promise<Row> {
  const { application, database, appointments } = bench;
  const http = { url: application.url, next: inTurn(paths), connections };
  await driveHttp({ ...http, seconds: 3 });
  const overHttp = await measure({ client: application.cpu, database: database.cpu }, () =>
    driveHttp({ ...http, seconds }),
  );
  const plain = { databaseUrl: database.appUrl, connections, statements };
  await drivePlain({ ...plain, seconds: 1 });
  const own = () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
  };
  const byHand = await measure({ client: own, database: database.cpu }, () =>
    drivePlain({ ...plain, seconds: Math.ceil(seconds / 2) }),
  );
  return { work: name, appointments, connections, http: overHttp, plain: byHand };
}

async function note(application: BenchApplication, { doctorIds }: BenchDatabase): Promise<void> {
  for (const page of [`/doctors/${doctorIds[0] ?? ""}`, "/", "/sign-in"]) {
    const bytes = await javaScriptOf(new URL(page, application.url));
    const size = bytes === null ? "no such page" : `${(bytes / 1024).toFixed(1)} KB`;
    notes.push(`JavaScript, compressed: ${size} (${page.replace(/[\w-]{36}/, "{id}")})`);
  }
  const memory = application.peakMemory();
  if (memory !== null) notes.push(`Memory of the application at its peak: ${memory} MB`);
}
