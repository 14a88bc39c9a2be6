import type { Role, UserActor } from "../access/actor.ts";
import { dispositionOf } from "../attachments/rules.ts";
import { withCallback } from "../auth/callback-url.ts";
import { redirectTo } from "../auth/responses.ts";
import { currentActor } from "../auth/session.ts";
import { openExport, type RecordExport } from "../chart/whole.ts";
import { DomainError } from "../errors.ts";
import { problemOf } from "./problem.ts";
import { streamOf } from "./stream.ts";

const MAX_EXPORTS = 8;
/** After this time an export that nobody reads to its end does not count any more. */
const EXPORT_LIFETIME_MS = 5 * 60_000;

/** When the export of a user began that is being sent. */
const exporting = new Map<string, number>();

/** @throws DomainError `too_many_requests` */
function beginExport(userId: string, now: Date): void {
  for (const [user, begunAt] of exporting) {
    if (now.getTime() - begunAt > EXPORT_LIFETIME_MS) exporting.delete(user);
  }
  if (exporting.size >= MAX_EXPORTS || exporting.has(userId)) {
    throw new DomainError("too_many_requests", { retryAfter: 30 });
  }
  exporting.set(userId, now.getTime());
}

/**
 * A patient's whole record as one JSON file, to be saved: a route of one role's pages, at `path`. It is
 * sent as it is read, one export of a user at a time.
 */
export async function exportRecord(
  role: Role,
  path: string,
  patientOf: (actor: UserActor) => string,
): Promise<Response> {
  try {
    const actor = await currentActor();
    // As a page does: to the sign-in, and back.
    if (actor.kind !== "user") {
      return redirectTo(withCallback("/sign-in", path));
    }
    if (actor.role !== role) throw new DomainError("forbidden");
    const { userId } = actor;
    const now = new Date();
    beginExport(userId, now);
    const end = () => exporting.delete(userId);
    const whole = await openExport(actor, patientOf(actor), now).catch((error: unknown) => {
      end();
      throw error;
    });
    const name = `slotwell-record-${now.toISOString().slice(0, 10)}.json`;
    return new Response(streamOf(jsonOf(whole), end), {
      headers: {
        "content-type": "application/json",
        "content-disposition": dispositionOf(name),
        "cache-control": "no-store",
      },
    });
  } catch (error) {
    return problemOf(error);
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
  yield* listOf("appointments", appointments);
  yield* listOf("records", records);
  yield "\n}\n";
}

async function* listOf(name: string, items: AsyncGenerator): AsyncGenerator<string, void> {
  yield `,\n  "${name}": [`;
  let isFirst = true;
  for await (const item of items) {
    const text = JSON.stringify(item, null, 2).replaceAll("\n", "\n    ");
    yield `${isFirst ? "" : ","}\n    ${text}`;
    isFirst = false;
  }
  yield isFirst ? "]" : "\n  ]";
}
