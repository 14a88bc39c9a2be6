import type { Page } from "@playwright/test";
import { POLICY } from "#lib/access/policy.ts";
import { API, clientOf, cookieOf } from "./support/api.ts";
import { bearer, connect, test } from "./support/connect.ts";
import { expect } from "./support/test.ts";

// The access matrix of a patient's data over HTTP, by the policy table: who stands how to patient1
// does what, themselves and by a program that they let do all of it.
// (lib/access/matrix.db.test.ts tries the relations that the demo has nobody for.)

type Role = "patient" | "doctor" | "admin" | "anonymous";

/** Of the demo: doctor1 treats patient1 and wrote the records; doctor2 and patient2 are strangers. */
const PEOPLE: Record<string, { role: Role; inCare: boolean; author?: boolean }> = {
  patient1: { role: "patient", inCare: true },
  doctor1: { role: "doctor", inCare: true, author: true },
  admin: { role: "admin", inCare: true },
  patient2: { role: "patient", inCare: false },
  doctor3: { role: "doctor", inCare: false },
  nobody: { role: "anonymous", inCare: false },
};

interface Operation {
  action: keyof typeof POLICY;
  method: "GET" | "POST" | "PATCH" | "DELETE";
  path: (ids: Ids) => string;
  body?: object;
  headers?: Record<string, string>;
  /** Only the author, of those who may. */
  authorOnly?: boolean;
  /** To whoever may, also about those who are not in their care. */
  reachesAll?: boolean;
  /** The answer to whoever may; without it they are not asked: it would change the demo. */
  done?: number;
}

interface Ids {
  patient: string;
  record: string;
}

/** Of everything that is tried here. */
const SCOPE = "openid patients:read patients:write records:read records:write audit:read";

/** A version that nobody has seen: what is allowed is refused as stale, and changes nothing. */
const stale = { "if-match": '"999"' };
const record = { diagnosis: "x", treatment: "x" };

const OPERATIONS: Operation[] = [
  {
    action: "patient.read",
    method: "GET",
    path: ({ patient }) => `patients/${patient}`,
    done: 200,
  },
  {
    action: "patient.change",
    method: "PATCH",
    path: ({ patient }) => `patients/${patient}`,
    body: { phone: "212 555 0110" },
    headers: stale,
    done: 412,
  },
  {
    action: "history.read",
    method: "GET",
    path: ({ patient }) => `patients/${patient}/history`,
    done: 200,
  },
  {
    action: "record.read",
    method: "GET",
    path: ({ patient }) => `patients/${patient}/records`,
    done: 200,
  },
  { action: "record.read", method: "GET", path: ({ record: id }) => `records/${id}`, done: 200 },
  {
    action: "record.read",
    method: "GET",
    path: ({ record: id }) => `records/${id}/revisions`,
    done: 200,
  },
  {
    action: "record.write",
    method: "POST",
    path: ({ patient }) => `patients/${patient}/records`,
    body: record,
  },
  {
    action: "record.write",
    method: "PATCH",
    path: ({ record: id }) => `records/${id}`,
    body: { notes: "x" },
    headers: stale,
    authorOnly: true,
    done: 412,
  },
  {
    action: "record.retract",
    method: "POST",
    path: ({ record: id }) => `records/${id}/retract`,
    body: { reason: "x" },
    headers: stale,
    done: 412,
  },
  {
    action: "history.add",
    method: "POST",
    path: ({ patient }) => `patients/${patient}/history`,
    body: { kind: "condition", name: "x" },
  },
  {
    action: "emergency.open",
    method: "POST",
    path: ({ patient }) => `patients/${patient}/break-glass`,
    body: { reason: "x" },
    reachesAll: true,
  },
  {
    action: "access-log.read",
    method: "GET",
    path: ({ patient }) => `patients/${patient}/access-log`,
    done: 200,
  },
];

for (const [name, person] of Object.entries(PEOPLE)) {
  test(`${name} gets what the policy table says of patient1's data`, async ({
    signedIn,
    visitor,
    app,
  }) => {
    const ids = await idsOf(await signedIn("patient1"));
    const page = person.role === "anonymous" ? await visitor() : await signedIn(name);
    const admin = await signedIn("admin");
    const before = await stateOf(admin, ids);
    const ways = [await cookieOf(page)];
    if (person.role !== "anonymous") {
      ways.push(bearer((await connect(page, app, SCOPE)).access_token));
    }
    for (const way of ways) {
      for (const operation of OPERATIONS) {
        const wanted = expected(person, operation);
        if (wanted === undefined) continue;
        const what = `${operation.method} ${operation.path({ patient: ":id", record: ":id" })}`;
        const by = way["authorization"] ? "a program" : "themselves";
        expect([what, by, await ask(operation, ids, way)]).toEqual([what, by, wanted]);
      }
    }
    expect(await stateOf(admin, ids)).toEqual(before);
  });
}

function expected(
  { role, inCare, author = false }: (typeof PEOPLE)[string],
  { action, authorOnly = false, reachesAll = false, done }: Operation,
): number | undefined {
  if (role === "anonymous") return 401;
  if (!POLICY[action][role]) return 403;
  if (!inCare && !reachesAll) return 404;
  return authorOnly && !author ? 403 : done;
}

/** The status of the answer to whoever the headers (a cookie, or a token) are of. */
async function ask(
  { method, path, body, headers }: Operation,
  ids: Ids,
  way: Record<string, string>,
): Promise<number> {
  const answer = await fetch(`${API()}/${path(ids)}`, {
    method,
    headers: { ...way, ...headers, ...(body && { "content-type": "application/json" }) },
    ...(body && { body: JSON.stringify(body) }),
  });
  return answer.status;
}

async function idsOf(patient: Page): Promise<Ids> {
  const api = await clientOf(patient);
  const id = (await api.GET("/me")).data?.patientId ?? "";
  const { data } = await api.GET("/patients/{id}/records", {
    params: { path: { id }, query: { limit: 100 } },
  });
  const first = data?.items.find(({ diagnosis }) => diagnosis.endsWith("newly diagnosed"));
  return { patient: id, record: first?.id ?? "" };
}

/** What nobody may have changed. */
async function stateOf(admin: Page, { patient, record: id }: Ids) {
  const api = await clientOf(admin);
  const { data: profile } = await api.GET("/patients/{id}", { params: { path: { id: patient } } });
  const { data: content } = await api.GET("/records/{id}", { params: { path: { id } } });
  expect([profile?.id, content?.id]).toEqual([patient, id]);
  return [profile, content];
}
