import type { Role, UserActor } from "../access/actor.ts";
import { noteRoleRefusal } from "../access/refusals.ts";
import { dispositionOf } from "../attachments/rules.ts";
import { confirmPath, withCallback } from "../auth/callback-url.ts";
import { stillProven } from "../auth/reauthentication.ts";
import { redirectTo } from "../auth/responses.ts";
import { currentSession } from "../auth/session.ts";
import type { ExportedRecord } from "../chart/views.ts";
import { openExport, openOwnExport, type RecordExport } from "../chart/whole.ts";
import { DomainError } from "../errors.ts";
import { localDay } from "../time/zone.ts";
import { problemOf } from "./problem.ts";
import { streamOf } from "./stream.ts";

const HEADERS = { "content-type": "application/json", "cache-control": "no-store" };

const MAX_EXPORTS = 8;
/** An export that takes longer is no longer counted. */
const COUNTED_FOR_MS = 5 * 60_000;

/** The running exports by user id, with their start times. */
const running = new Map<string, { begunAt: number }>();

/**
 * Counts an export of a user. Returns what ends it.
 *
 * @throws DomainError `too_many_requests` if the user has one already, or too many run.
 */
export function beginExport(userId: string, now: Date): () => void {
  for (const [user, { begunAt }] of running) {
    if (now.getTime() - begunAt > COUNTED_FOR_MS) running.delete(user);
  }
  if (running.size >= MAX_EXPORTS || running.has(userId)) {
    throw new DomainError("too_many_requests", { retryAfter: 30 });
  }
  const own = { begunAt: now.getTime() };
  running.set(userId, own);
  return () => {
    if (running.get(userId) === own) running.delete(userId);
  };
}

/**
 * A patient's whole record as one JSON file, to be saved: a route of one role's pages, at `path`. It is
 * sent as it is read, one export of a user at a time. An admin has to have proved recently who they are.
 */
export async function exportRecord(
  request: Request,
  role: Role,
  path: string,
  patientOf: (actor: UserActor) => string,
): Promise<Response> {
  const session = await currentSession();
  try {
    // As a page does: to the sign-in, and back.
    if (!session) return redirectTo(withCallback("/sign-in", path));
    const { actor } = session;
    if (actor.role !== role) {
      const refusal = new DomainError("forbidden");
      await noteRoleRefusal(actor, refusal, path);
      throw refusal;
    }
    const patientId = patientOf(actor);
    // HEAD asks for nothing but the head.
    if (request.method === "HEAD") return new Response(null, { headers: HEADERS });
    const now = new Date();
    const proven = actor.role === "admin" ? await stillProven(session, now) : null;
    if (actor.role === "admin" && !proven) {
      // Back to the page with the link: a download leaves the browser where it is.
      return redirectTo(confirmPath(path.replace(/export$/, "whole")));
    }
    const end = beginExport(actor.userId, now);
    request.signal.addEventListener("abort", end);
    const opening = proven
      ? openExport(proven, patientId, now)
      : openOwnExport(actor, patientId, now);
    const whole = await opening.catch((error: unknown) => {
      end();
      throw error;
    });
    const name = `slotwell-record-${localDay(session.timeZone, now.getTime())}.json`;
    return new Response(streamOf(jsonOf(whole), end), {
      headers: { ...HEADERS, "content-disposition": dispositionOf(name) },
    });
  } catch (error) {
    return problemOf(error, session?.actor);
  }
}

/** The export as JSON that people can read, in UTF-8, part by part. */
export async function* jsonOf(whole: RecordExport): AsyncGenerator<Uint8Array, void> {
  const encoder = new TextEncoder();
  for await (const text of textOf(whole)) yield encoder.encode(text);
}

async function* textOf({
  facts,
  appointments,
  records,
}: RecordExport): AsyncGenerator<string, void> {
  // Without the brace at its end.
  yield JSON.stringify(facts, null, 2).slice(0, -2);
  yield* listOf("appointments", texts(appointments, 4));
  yield* listOf("records", recordTexts(records));
  yield "\n}\n";
}

async function* texts(items: AsyncGenerator, blanks: number): AsyncGenerator<[string], void> {
  for await (const item of items) yield [indented(item, blanks)];
}

/** Each record in parts, with its versions as they are read. */
async function* recordTexts(
  records: RecordExport["records"],
): AsyncGenerator<AsyncGenerator<string, void>, void> {
  for await (const record of records) yield partsOf(record);
}

async function* partsOf({ revisions, ...record }: ExportedRecord): AsyncGenerator<string, void> {
  // Without the brace at its end.
  yield indented(record, 4).slice(0, -"\n    }".length);
  yield* listOf("revisions", texts(revisions, 8), 4);
  yield "\n    }";
}

/** JSON that stands so many blanks further in. */
const indented = (item: unknown, blanks: number): string =>
  JSON.stringify(item, null, 2).replaceAll("\n", `\n${" ".repeat(blanks)}`);

/** A list as the last property of an object that stands so many blanks in; each item comes in parts. */
async function* listOf(
  name: string,
  items: AsyncGenerator<Iterable<string> | AsyncIterable<string>>,
  blanks = 0,
): AsyncGenerator<string, void> {
  const margin = " ".repeat(blanks);
  yield `,\n${margin}  "${name}": [`;
  let isFirst = true;
  for await (const parts of items) {
    yield `${isFirst ? "" : ","}\n${margin}    `;
    yield* parts;
    isFirst = false;
  }
  yield isFirst ? "]" : `\n${margin}  ]`;
}
