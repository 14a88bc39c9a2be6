import { apiUrl, type Api, type Credentials } from "./client.ts";
import type { Answer, Operation } from "./document.ts";

// Requests for every operation of the document that leave everything as it is: what would change something
// is asked with a version that does not exist and with a body that no operation takes.

export const UNKNOWN_ID = "01975f00-0000-7000-8000-000000000000";

/** By the beginning of the path: whose data it is about. */
export type Ids = Record<string, string>;

/** What is asked about: the data of a patient, and of a doctor who treats them. */
export async function idsOf(patient: Api, doctor: Api): Promise<Ids> {
  const { data: me } = await patient.GET("/me");
  const { data: doctorIs } = await doctor.GET("/me");
  const id = me?.patientId ?? "";
  const path = { params: { path: { id } } };
  const { data: records } = await patient.GET("/patients/{id}/records", path);
  const { data: visits } = await patient.GET("/appointments");
  return {
    patients: id,
    records: records?.items[0]?.id ?? "",
    doctors: doctorIs?.doctorId ?? "",
    appointments: visits?.items[0]?.id ?? "",
  };
}

/** Asks for an operation with these credentials. */
export async function ask(
  operation: Operation,
  ids: Ids,
  credentials: Credentials,
): Promise<Answer> {
  const { method, requestBody } = operation;
  const response = await fetch(addressOf(operation, ids), {
    method: method.toUpperCase(),
    headers: {
      ...credentials,
      ...(method !== "get" && { "if-match": '"999"' }),
      ...(requestBody && { "content-type": "application/json" }),
    },
    ...(requestBody && { body: '{"unknown": true}' }),
  });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

/** The path with ids, and the parameters that are needed. */
function addressOf({ path, parameters }: Operation, ids: Ids): string {
  const [, concept = ""] = path.split("/");
  const filled = path
    .replace("{id}", ids[concept] ?? UNKNOWN_ID)
    .replaceAll(/\{\w+\}/g, UNKNOWN_ID);
  const needed = parameters.filter((each) => each.in === "query" && each.required);
  const today = new Date().toISOString().slice(0, 10);
  const query = new URLSearchParams(needed.map(({ name }) => [name, today]));
  return `${apiUrl()}${filled}${query.size > 0 ? `?${query.toString()}` : ""}`;
}
