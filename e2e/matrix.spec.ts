import type { APIResponse, Page } from "@playwright/test";
import { POLICY } from "#lib/access/policy.ts";
import { expect, test } from "./support/test.ts";

// The access matrix of a patient's data over HTTP, by the policy table: who stands how to patient1
// does what. (lib/access/matrix.db.test.ts tries the relations that the demo has nobody for.)

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
  }) => {
    const ids = await idsOf(await signedIn("patient1"));
    const page = person.role === "anonymous" ? await visitor() : await signedIn(name);
    const before = await stateOf(await signedIn("admin"), ids);
    for (const operation of OPERATIONS) {
      const wanted = expected(person, operation);
      if (wanted === undefined) continue;
      const answer = await ask(page, operation, ids);
      const what = `${operation.method} ${operation.path({ patient: ":id", record: ":id" })}`;
      expect([what, answer.status()]).toEqual([what, wanted]);
    }
    expect(await stateOf(await signedIn("admin"), ids)).toEqual(before);
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

function ask(
  page: Page,
  { method, path, body, headers }: Operation,
  ids: Ids,
): Promise<APIResponse> {
  return page.request.fetch(`/api/v1/${path(ids)}`, {
    method,
    headers: { ...headers },
    ...(body && { data: body }),
  });
}

async function idsOf(patient: Page): Promise<Ids> {
  const me = (await (await patient.request.get("/api/v1/me")).json()) as { patientId: string };
  const list = await patient.request.get(`/api/v1/patients/${me.patientId}/records?limit=100`);
  const { items } = (await list.json()) as { items: { id: string; diagnosis: string }[] };
  const first = items.find(({ diagnosis }) => diagnosis.endsWith("newly diagnosed"));
  return { patient: me.patientId, record: first?.id ?? "" };
}

/** What nobody may have changed. */
async function stateOf(admin: Page, { patient, record: id }: Ids) {
  const read = async (path: string) => (await admin.request.get(`/api/v1/${path}`)).text();
  return [await read(`patients/${patient}`), await read(`records/${id}`)];
}
