import fc from "fast-check";
import { expect, test } from "vitest";
import { apiUrl, clientOf, cookieOf, loadDocument, type Api } from "../../support/api/client.ts";
import type { ApiDocument, Operation } from "../../support/api/document.ts";
import { UNKNOWN_ID } from "../../support/api/harmless.ts";
import { attempts, type Attempt } from "../../support/api/requests.ts";
import { fuzzSeed, runsEverything } from "../../support/settings.ts";

// Requests that the OpenAPI document suggests and requests that it forbids. They run beside other tests:
// patient20 and doctor6, which no other test may use or find by name, send them, and the admin, who may reach everything, is
// told of these two alone.

const SEED = fuzzSeed();
const REQUESTS = runsEverything() ? 5000 : 1000;
/** So many at once, so that they also come between each other. */
const AT_ONCE = 5;
const REQUEST_TIMEOUT_MS = 60_000;
const TEST_TIMEOUT_MS = 1_800_000;

interface User {
  name: string;
  cookie: Record<string, string>;
  /** The ids that the user tries. */
  ids: string[];
  /** The ids among these, and more, that no answer to the user may contain. */
  foreign: string[];
}

const TITLE = `answers ${REQUESTS} requests as documented, and with nothing of other users`;
test(TITLE, { timeout: TEST_TIMEOUT_MS }, async () => {
  const document = await loadDocument();
  const [patient, doctor, admin] = [
    await clientOf("patient20"),
    await clientOf("doctor6"),
    await clientOf("admin"),
  ];
  const { data: ofPatient } = await patient.GET("/me");
  const { data: ofDoctor } = await doctor.GET("/me");
  const { data: treated } = await doctor.GET("/patients", everyone);
  const { data: all } = await admin.GET("/patients", everyone);
  const own = ofPatient?.patientId ?? "";
  const others = (all?.items ?? []).map(({ id }) => id).filter((id) => id !== own);
  const cared = new Set((treated?.items ?? []).map(({ id }) => id));
  const strangers = others.filter((id) => !cared.has(id));
  const records = await recordsOf(admin, strangers.slice(0, 5));
  const known = [ofDoctor?.doctorId ?? "", UNKNOWN_ID];
  const users: User[] = [
    {
      name: "patient20",
      cookie: await cookieOf("patient20", OWN_SESSION),
      ids: [own, ...known, ...others.slice(0, 3), ...records],
      foreign: [...others, ...records],
    },
    {
      name: "doctor6",
      cookie: await cookieOf("doctor6", OWN_SESSION),
      ids: [...known, ...strangers.slice(0, 3), ...records],
      foreign: [...strangers, ...records],
    },
    {
      name: "admin",
      cookie: await cookieOf("admin", OWN_SESSION),
      ids: [own, ...known],
      foreign: [],
    },
    { name: "anonymous", cookie: {}, ids: [own, ...known], foreign: [own, ...others, ...records] },
  ];
  process.stdout.write(`SLOTWELL_FUZZ_SEED=${SEED}\n`);
  await fc.assert(
    fc.asyncProperty(fc.array(attemptOf(document, users), several), async (asked) => {
      await Promise.all(asked.map((each) => check(document, users, each)));
    }),
    { seed: SEED, numRuns: REQUESTS / AT_ONCE, endOnFailure: true },
  );
});

/** A session that no other test prolongs or ends. */
const OWN_SESSION = { ownSession: true };
const everyone = { params: { query: { limit: 100 } } };
const several = { minLength: AT_ONCE, maxLength: AT_ONCE };

async function recordsOf(admin: Api, patients: readonly string[]): Promise<string[]> {
  const lists = await Promise.all(
    patients.map((id) => admin.GET("/patients/{id}/records", { params: { path: { id } } })),
  );
  return lists.flatMap(({ data }) => (data?.items ?? []).map(({ id }) => id)).slice(0, 20);
}

/** By name, so that a failure shows what was asked, and no cookies. */
interface Asked {
  name: string;
  attempt: Attempt;
}

function attemptOf(document: ApiDocument, users: readonly User[]): fc.Arbitrary<Asked> {
  return fc
    .tuple(fc.constantFrom(...users), fc.constantFrom(...document.operations))
    .chain(([user, operation]) =>
      attempts(document, operation, idsFor(user, operation)).map((attempt) => ({
        name: user.name,
        attempt,
      })),
    );
}

/** An emergency access to a patient would let the doctor see what the test says the doctor must not. */
function idsFor({ name, ids }: User, { operationId }: Operation): readonly string[] {
  return name === "doctor6" && operationId === "openEmergencyAccess" ? [UNKNOWN_ID] : ids;
}

async function check(document: ApiDocument, users: readonly User[], asked: Asked): Promise<void> {
  const { name, attempt } = asked;
  const { cookie = {}, foreign = [] } = users.find((each) => each.name === name) ?? {};
  const { operationId, headers, body } = attempt;
  const operation = document.operation(operationId);
  const address = addressOf(operation, attempt);
  const what = `${name}: ${operation.method} ${address} ${(body ?? "").slice(0, 200)}`;
  const response = await fetch(`${apiUrl()}${address}`, {
    method: operation.method.toUpperCase(),
    headers: { ...cookie, ...headers },
    redirect: "manual",
    signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
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
