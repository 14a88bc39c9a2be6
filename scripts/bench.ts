// `npm run bench`: the production build over HTTP, and the same statements through plain pg, on a
// database of its own. See docs/decisions/031-benchmark.md. Takes about two minutes.
//   --large          again with 1,000,000 appointments
//   --seconds=8      how long each work is measured
import { parseArgs } from "node:util";
import { startApplication, type BenchApplication } from "./bench/application.ts";
import { startDatabase, type BenchDatabase } from "./bench/database.ts";
import { driveHttp } from "./bench/http.ts";
import { javaScriptOf } from "./bench/javascript.ts";
import { measure } from "./bench/measure.ts";
import { drivePlain } from "./bench/plain.ts";
import { growthOf, tableOf, type Row } from "./bench/report.ts";
import { worksOf, type Work } from "./bench/works.ts";

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

for (const appointments of options.large ? [100_000, 1_000_000] : [100_000]) {
  try {
    await benchmark(appointments);
  } finally {
    await stopAll();
  }
}
console.log(["", tableOf(rows), "", ...growthOf(rows), ...notes].join("\n"));

async function benchmark(appointments: number): Promise<void> {
  console.log(`Preparing ${appointments.toLocaleString("en")} appointments …`);
  const database = await startDatabase(appointments);
  started.push(database);
  console.log("Starting the production build …");
  const application = await startApplication(database);
  started.push(application);
  for (const work of worksOf(database.doctorIds, new Date())) {
    console.log(`${work.name}, ${work.connections} connection(s) …`);
    rows.push(await rowOf(work, { appointments, application, database }));
  }
  if (notes.length === 0) await note(application, database);
}

/** Both halves of a row, one right after the other, each after a warm-up. */
async function rowOf(
  { name, connections, paths, statements }: Work,
  bench: { appointments: number; application: BenchApplication; database: BenchDatabase },
): Promise<Row> {
  const { application, database, appointments } = bench;
  const http = { url: application.url, paths, connections };
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
