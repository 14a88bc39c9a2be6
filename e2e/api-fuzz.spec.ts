import fc from "fast-check";
import { API, clientOf, cookieOf, loadDocument } from "./support/api.ts";
import type { ApiDocument, Operation } from "./support/document.ts";
import { attempts, type Attempt } from "./support/requests.ts";
import { expect, test } from "./support/test.ts";

// Thousands of requests that the OpenAPI document suggests and thousands that it forbids. People whom no
// other test uses send them, and those who may reach everybody (admins) are told of no others.

const SEED = 20261124;
const REQUESTS = 5000;
/** So many at once, so that they also come between each other. */
const AT_ONCE = 5;
const PATIENCE = 60_000;
const NOBODY = "01975f00-0000-7000-8000-000000000000";

interface Person {
  name: string;
  cookie: Record<string, string>;
  /** The ids that they try. */
  ids: string[];
  /** The ids among these, and more, of which no answer to them may tell. */
  foreign: string[];
}

test(`${REQUESTS} requests are each answered as documented, and with nothing of anyone else's`, async ({
  signedIn,
}) => {
  test.setTimeout(1_800_000);
  const document = await loadDocument();
  const patient = await signedIn("patient20");
  const doctor = await signedIn("doctor6");
  const admin = await signedIn("admin");
  const { data: ofPatient } = await (await clientOf(patient)).GET("/me");
  const { data: ofDoctor } = await (await clientOf(doctor)).GET("/me");
  const { data: treated } = await (await clientOf(doctor)).GET("/patients", everybody);
  const { data: all } = await (await clientOf(admin)).GET("/patients", everybody);
  const own = ofPatient?.patientId ?? "";
  const others = (all?.items ?? []).map(({ id }) => id).filter((id) => id !== own);
  const cared = new Set((treated?.items ?? []).map(({ id }) => id));
  const strangers = others.filter((id) => !cared.has(id));
  const records = await recordsOf(await clientOf(admin), strangers.slice(0, 5));
  const known = [ofDoctor?.doctorId ?? "", NOBODY];
  const people: Person[] = [
    {
      name: "patient20",
      cookie: await cookieOf(patient),
      ids: [own, ...known, ...others.slice(0, 3), ...records],
      foreign: [...others, ...records],
    },
    {
      name: "doctor6",
      cookie: await cookieOf(doctor),
      ids: [...known, ...strangers.slice(0, 3), ...records],
      foreign: [...strangers, ...records],
    },
    { name: "admin", cookie: await cookieOf(admin), ids: [own, ...known], foreign: [] },
    { name: "nobody", cookie: {}, ids: [own, ...known], foreign: [own, ...others, ...records] },
  ];
  process.stdout.write(`seed ${SEED}\n`);
  await fc.assert(
    fc.asyncProperty(fc.array(attemptOf(document, people), several), async (asked) => {
      await Promise.all(asked.map((each) => hold(document, people, each)));
    }),
    { seed: SEED, numRuns: REQUESTS / AT_ONCE, endOnFailure: true },
  );
});

const everybody = { params: { query: { limit: 100 } } };
const several = { minLength: AT_ONCE, maxLength: AT_ONCE };

async function recordsOf(
  admin: Awaited<ReturnType<typeof clientOf>>,
  patients: readonly string[],
): Promise<string[]> {
  const lists = await Promise.all(
    patients.map((id) => admin.GET("/patients/{id}/records", { params: { path: { id } } })),
  );
  return lists.flatMap(({ data }) => (data?.items ?? []).map(({ id }) => id)).slice(0, 20);
}

/** By name, so that a failure shows what was asked, and nobody's cookies. */
interface Asked {
  name: string;
  attempt: Attempt;
}

function attemptOf(document: ApiDocument, people: readonly Person[]): fc.Arbitrary<Asked> {
  return fc
    .tuple(fc.constantFrom(...people), fc.constantFrom(...document.operations))
    .chain(([person, operation]) =>
      attempts(document, operation, idsFor(person, operation)).map((attempt) => ({
        name: person.name,
        attempt,
      })),
    );
}

/** Whoever opens an emergency access is no stranger afterwards: the doctor does so for nobody who is. */
function idsFor({ name, ids }: Person, { operationId }: Operation): readonly string[] {
  return name === "doctor6" && operationId === "openEmergencyAccess" ? [NOBODY] : ids;
}

async function hold(document: ApiDocument, people: readonly Person[], asked: Asked): Promise<void> {
  const { name, attempt } = asked;
  const { cookie = {}, foreign = [] } = people.find((each) => each.name === name) ?? {};
  const { operationId, headers, body } = attempt;
  const operation = document.operation(operationId);
  const address = addressOf(operation, attempt);
  const what = `${name}: ${operation.method} ${address} ${(body ?? "").slice(0, 200)}`;
  const response = await fetch(`${API()}${address}`, {
    method: operation.method.toUpperCase(),
    headers: { ...cookie, ...headers },
    redirect: "manual",
    signal: AbortSignal.timeout(PATIENCE),
    ...(body !== undefined && { body: Buffer.from(body) }),
  });
  const { status } = response;
  const text = await response.text();
  expect(status, `${what}: ${text}`).toBeLessThan(500);
  document.expectDocumented(operation, { status, headers: response.headers, text }, what);
  if (status < 400)
    expect(
      foreign.filter((id) => text.includes(id)),
      what,
    ).toEqual([]);
}

function addressOf(operation: Operation, { path, query }: Attempt): string {
  const filled = operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(path[name] ?? ""),
  );
  const search = new URLSearchParams(query).toString();
  return search === "" ? filled : `${filled}?${search}`;
}
