import { expect, test } from "vitest";
import { clientOf, cookieOf, loadDocument } from "../../support/api/client.ts";
import type { ApiDocument, Operation } from "../../support/api/document.ts";
import { ask, idsOf } from "../../support/api/harmless.ts";

// Every operation of the OpenAPI document, asked by each role and by an anonymous caller.

const PEOPLE = ["patient1", "doctor1", "admin", null] as const;

for (const name of PEOPLE) {
  test(`answers ${name ?? "an anonymous caller"} as documented from every operation`, async () => {
    const document = await loadDocument();
    const ids = await idsOf(await clientOf("patient1"), await clientOf("doctor1"));
    const cookie = name === null ? {} : await cookieOf(name);
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

test("a client made from the document reads, writes and is refused as documented", async () => {
  const document = await loadDocument();
  const patient = await clientOf("patient21");
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

/** Returns a check of what a typed client got against the document. */
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
