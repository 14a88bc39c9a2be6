import { afterAll, beforeAll, expect, test } from "vitest";
import { POLICY } from "#lib/access/policy.ts";
import { apiUrl, bearer, clientOf, cookieOf, type Credentials } from "../../support/api/client.ts";
import { connectOverHttp } from "../../support/oauth/consent.ts";
import { NativeApp } from "../../support/oauth/native-app.ts";
import { productUrl } from "../../support/product.ts";
import { sessionOf } from "../../support/sessions.ts";

// The access matrix of a patient's data over HTTP, by the policy table: one user per relation to patient1,
// by session, and by a client with all scopes. lib/access/matrix.db.test.ts tries all relations.

type Role = "patient" | "doctor" | "admin" | "anonymous";

interface User {
  role: Role;
  inCare: boolean;
  author?: boolean;
}

/** Of the demo: doctor1 treats patient1 and wrote the records; doctor3 and patient2 are strangers. */
const USERS: Record<string, User> = {
  patient1: { role: "patient", inCare: true },
  doctor1: { role: "doctor", inCare: true, author: true },
  admin: { role: "admin", inCare: true },
  patient2: { role: "patient", inCare: false },
  doctor3: { role: "doctor", inCare: false },
  "an anonymous caller": { role: "anonymous", inCare: false },
};

interface Operation {
  action: keyof typeof POLICY;
  method: "GET" | "POST" | "PATCH" | "DELETE";
  path: (ids: Ids) => string;
  body?: object;
  headers?: Record<string, string>;
  /** Of the users who may, only the author. */
  authorOnly?: boolean;
  /** Allowed also about patients who are not in the user's care. */
  reachesAll?: boolean;
  /** The answer to a user who may; without it that user does not ask: it would change the demo. */
  done?: number;
}

interface Ids {
  patient: string;
  record: string;
}

/** Everything that is tried here needs. */
const SCOPE = "openid patients:read patients:write records:read records:write audit:read";

/** A version that does not exist: what is allowed is refused as stale, and changes nothing. */
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
  {
    action: "record.read",
    method: "GET",
    path: ({ patient }) => `patients/${patient}/labs`,
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

let app: NativeApp;
beforeAll(async () => {
  app = await NativeApp.start(productUrl());
});
afterAll(() => app.close());

for (const [name, user] of Object.entries(USERS)) {
  test(`answers ${name} about patient1's data as the policy table says`, async () => {
    const ids = await idsOfDemo();
    const before = await stateOf(ids);
    const anonymous = user.role === "anonymous";
    const own = anonymous ? {} : await cookieOf(name);
    const asked = OPERATIONS.filter((operation) => expected(user, operation) !== undefined);
    for (const operation of asked) await check(user, operation, ids, own);
    if (!anonymous) {
      const tokens = await connectOverHttp(await sessionOf(name), app, SCOPE);
      const byToken = bearer(tokens.access_token);
      for (const operation of onePerAction(asked)) await check(user, operation, ids, byToken);
    }
    expect(await stateOf(ids)).toEqual(before);
  });
}

/** The first operation of each action. */
const onePerAction = (operations: readonly Operation[]): Operation[] => [
  ...new Map(operations.toReversed().map((each) => [each.action, each])).values(),
];

async function check(user: User, operation: Operation, ids: Ids, by: Credentials): Promise<void> {
  const { method, path } = operation;
  const what = `${method} ${path({ patient: ":id", record: ":id" })} by ${Object.keys(by).join()}`;
  expect([what, await ask(operation, ids, by)]).toEqual([what, expected(user, operation)]);
}

function expected(
  { role, inCare, author = false }: User,
  { action, authorOnly = false, reachesAll = false, done }: Operation,
): number | undefined {
  if (role === "anonymous") return 401;
  if (!POLICY[action][role]) return 403;
  if (!inCare && !reachesAll) return 404;
  return authorOnly && !author ? 403 : done;
}

/** Returns the status of the answer. */
async function ask(
  { method, path, body, headers }: Operation,
  ids: Ids,
  by: Credentials,
): Promise<number> {
  const answer = await fetch(`${apiUrl()}/${path(ids)}`, {
    method,
    headers: { ...by, ...headers, ...(body && { "content-type": "application/json" }) },
    ...(body && { body: JSON.stringify(body) }),
  });
  return answer.status;
}

async function idsOfDemo(): Promise<Ids> {
  const api = await clientOf("patient1");
  const id = (await api.GET("/me")).data?.patientId ?? "";
  const { data } = await api.GET("/patients/{id}/records", {
    params: { path: { id }, query: { limit: 100 } },
  });
  const first = data?.items.find(({ diagnosis }) => diagnosis.endsWith("newly diagnosed"));
  return { patient: id, record: first?.id ?? "" };
}

/** What no request may have changed. (A browser test attaches files to this record meanwhile.) */
async function stateOf({ patient, record: id }: Ids) {
  const api = await clientOf("admin");
  const { data: profile } = await api.GET("/patients/{id}", { params: { path: { id: patient } } });
  const { data: content } = await api.GET("/records/{id}", { params: { path: { id } } });
  expect([profile?.id, content?.id]).toEqual([patient, id]);
  return [profile, { ...content, attachments: [] }];
}
