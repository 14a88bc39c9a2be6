import type { Page } from "@playwright/test";
import { API, clientOf, cookieOf, loadDocument } from "./support/api.ts";
import type { Answer, ApiDocument, Operation } from "./support/document.ts";
import { expect, test } from "./support/test.ts";

// Every operation of the OpenAPI document, asked by each role and by nobody. What would change the demo is
// asked for with a version that nobody has seen, or with nothing in it: it is refused.

const PEOPLE = ["patient1", "doctor1", "admin", null] as const;
const NOBODY = "01975f00-0000-7000-8000-000000000000";

/** By the beginning of the path: whose data it is about. */
type Ids = Record<string, string>;

async function idsOf(patient: Page, doctor: Page): Promise<Ids> {
  const { data: me } = await (await clientOf(patient)).GET("/me");
  const { data: doctorIs } = await (await clientOf(doctor)).GET("/me");
  const id = me?.patientId ?? "";
  const path = { params: { path: { id } } };
  const { data: records } = await (await clientOf(patient)).GET("/patients/{id}/records", path);
  const { data: visits } = await (await clientOf(patient)).GET("/appointments");
  return {
    patients: id,
    records: records?.items[0]?.id ?? "",
    doctors: doctorIs?.doctorId ?? "",
    appointments: visits?.items[0]?.id ?? "",
  };
}

/** The path with ids, and the parameters that are needed. */
function addressOf({ path, parameters }: Operation, ids: Ids): string {
  const [, concept = ""] = path.split("/");
  const filled = path.replace("{id}", ids[concept] ?? NOBODY).replaceAll(/\{\w+\}/g, NOBODY);
  const needed = parameters.filter((each) => each.in === "query" && each.required);
  const today = new Date().toISOString().slice(0, 10);
  const query = new URLSearchParams(needed.map(({ name }) => [name, today]));
  return `${API()}${filled}${query.size > 0 ? `?${query.toString()}` : ""}`;
}

async function ask(
  operation: Operation,
  ids: Ids,
  cookie: Record<string, string>,
): Promise<Answer> {
  const { method, requestBody } = operation;
  const response = await fetch(addressOf(operation, ids), {
    method: method.toUpperCase(),
    headers: {
      ...cookie,
      ...(method !== "get" && { "if-match": '"999"' }),
      ...(requestBody && { "content-type": "application/json" }),
    },
    ...(requestBody && { body: '{"unknown": true}' }),
  });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

for (const name of PEOPLE) {
  test(`${name ?? "nobody"} gets what is documented from every operation`, async ({ signedIn }) => {
    const document = await loadDocument();
    const ids = await idsOf(await signedIn("patient1"), await signedIn("doctor1"));
    const cookie = await cookieOf(name === null ? null : await signedIn(name));
    for (const operation of document.operations) {
      const answer = await ask(operation, ids, cookie);
      const what = `${operation.method} ${operation.path}`;
      document.expectDocumented(operation, answer, what);
      if (name === null)
        expect([what, answer.status]).toEqual([what, openTo(operation) ? 200 : 401]);
      if (name === "admin" && operation.method === "get" && !operation.path.includes("{entryId}")) {
        expect([what, answer.status]).toEqual([what, 200]);
      }
    }
  });
}

const openTo = ({ security }: Operation): boolean =>
  security.some((way) => Object.keys(way).length === 0);

test("a client made from the document reads, writes and is refused as documented", async ({
  signedIn,
}) => {
  const document = await loadDocument();
  const patient = await clientOf(await signedIn("patient21"));
  const checked = checkedBy(document);
  const me = await patient.GET("/me");
  const id = me.data?.patientId ?? "";
  const profile = await patient.GET("/patients/{id}", { params: { path: { id } } });
  checked("getPatient", profile);
  const { version = 0, address = null } = profile.data ?? {};
  const changed = await patient.PATCH("/patients/{id}", {
    params: { path: { id }, header: { "If-Match": `"${version}"` } },
    body: { address },
  });
  checked("changePatient", changed);
  const entry = await patient.POST("/patients/{id}/history", {
    params: { path: { id } },
    body: { kind: "allergy", name: "Pollen", since: "2019-05" },
  });
  checked("addHistoryEntry", entry);
  const entryId = entry.data?.id ?? "";
  const at = { path: { id, entryId } };
  const amended = await patient.PATCH("/patients/{id}/history/{entryId}", {
    params: { ...at, header: { "If-Match": '"1"' } },
    body: { note: "In May" },
  });
  checked("changeHistoryEntry", amended);
  const stale = await patient.DELETE("/patients/{id}/history/{entryId}", {
    params: { ...at, header: { "If-Match": '"1"' } },
  });
  checked("removeHistoryEntry", stale);
  expect(stale.error?.code).toBe("stale_version");
  const gone = await patient.DELETE("/patients/{id}/history/{entryId}", { params: at });
  checked("removeHistoryEntry", gone);
  expect([entry, amended, stale, gone].map(({ response }) => response.status)).toEqual([
    201, 200, 412, 204,
  ]);
});

/** Holds what a typed client got against the document. */
function checkedBy(document: ApiDocument) {
  return (operationId: string, got: { data?: unknown; error?: unknown; response: Response }) => {
    const { status, headers } = got.response;
    const body = got.data ?? got.error;
    const text = status === 204 ? "" : JSON.stringify(body);
    document.expectDocumented(
      document.operation(operationId),
      { status, headers, text },
      operationId,
    );
  };
}
