import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { listAccess } from "../access-log/queries.ts";
import { addAttachment, removeAttachment } from "../attachments/commands.ts";
import { openAttachment } from "../attachments/queries.ts";
import { getChart } from "../chart/queries.ts";
import { getOwnWholeRecord, getWholeRecord } from "../chart/whole.ts";
import { disconnect } from "../db.ts";
import { openEmergencyAccess } from "../emergency/commands.ts";
import { supply } from "../env.ts";
import { DomainError } from "../errors.ts";
import { addEntry, changeEntry, removeEntry } from "../history/commands.ts";
import { getHistory } from "../history/queries.ts";
import { updateProfile } from "../patients/commands.ts";
import { profileSchema } from "../patients/schema.ts";
import { getProfile, revealInsuranceNumber } from "../patients/queries.ts";
import { amendRecord, retractRecord, writeRecord } from "../records/commands.ts";
import { saveDraft } from "../records/drafts.ts";
import { getLabs } from "../records/labs.ts";
import { getPaper } from "../records/paper.ts";
import { getRecord, listRecords, listRevisions } from "../records/queries.ts";
import { now } from "../testing/care.ts";
import { makeChartWorld, type ChartWorld } from "../testing/chart.ts";
import { testDatabase } from "../testing/database.ts";
import { proven } from "../testing/people.ts";
import { recordInput } from "../testing/records.ts";
import { anonymous, roleOf, type Actor } from "./actor.ts";
import { POLICY, type Action } from "./policy.ts";

// Who may do what with a patient's data: every relation to the patient times every operation, held
// against the policy table. Once with all walls, and once with row level security out of the way.

const RELATIONS = [
  "patient",
  "treating",
  "emergency",
  "admin",
  "asked",
  "canceled",
  "late",
  "stranger",
  "outsider",
  "disabled",
  "visitor",
  // Last: what authors do can be done once.
  "author",
] as const;
type Relation = (typeof RELATIONS)[number];

const CARE: readonly Relation[] = ["patient", "treating", "emergency", "admin"];
const RECORD: readonly Relation[] = [...CARE, "author"];
const EVERYBODY: readonly Relation[] = RELATIONS.filter((one) => one !== "disabled");

interface Operation {
  action: Action;
  /** Who gets to see what it is about; to all others it does not exist. */
  reach: readonly Relation[];
  /** Who of these may do it, if not all whose role may. */
  may?: readonly Relation[];
  run: (actor: Actor, world: ChartWorld) => Promise<unknown>;
}

const receivePdf = () => Promise.resolve({ name: "x", bytes: Buffer.from("%PDF-1.7 x") });
const list = { cursor: undefined, limit: 20 };
const profile = profileSchema.parse({ name: "Pat Test" });
/** A version that nobody has seen: what is allowed is then refused as stale, whoever asks first. */
const notYet = { expectedVersion: 99, now };

const OPERATIONS: Record<string, Operation> = {
  "list the records": {
    action: "record.read",
    reach: CARE,
    run: (actor, { patientId }) => listRecords(actor, patientId, list),
  },
  "open the file": {
    action: "record.read",
    reach: CARE,
    run: (actor, { patientId }) => getChart(actor, patientId, undefined, now),
  },
  "see the lab values": {
    action: "record.read",
    reach: CARE,
    run: (actor, { patientId }) => getLabs(actor, patientId),
  },
  "read a record": {
    action: "record.read",
    reach: RECORD,
    run: (actor, { recordId }) => getRecord(actor, recordId),
  },
  "read its versions": {
    action: "record.read",
    reach: RECORD,
    run: (actor, { recordId }) => listRevisions(actor, recordId, list),
  },
  "put it on paper": {
    action: "record.read",
    reach: RECORD,
    run: (actor, { recordId }) => getPaper(actor, recordId),
  },
  "open an attachment": {
    action: "record.read",
    reach: RECORD,
    run: async (actor, { attachmentId }) => {
      const { chunks } = await openAttachment(actor, attachmentId);
      for await (const chunk of chunks) expect(chunk.length).toBeGreaterThan(0);
    },
  },
  "write a record": {
    action: "record.write",
    reach: CARE,
    may: ["treating"],
    run: (actor, { patientId }) => writeRecord(actor, patientId, recordInput(), { now }),
  },
  "keep a draft": {
    action: "record.write",
    reach: ["treating"],
    run: (actor, { patientId }) =>
      saveDraft(actor, { id: patientId, patientId }, { notes: "x" }, now),
  },
  "change a record": {
    action: "record.write",
    reach: RECORD,
    may: ["author"],
    run: (actor, { recordId }) => amendRecord(actor, recordId, { notes: "x" }, { now }),
  },
  "attach a file": {
    action: "record.write",
    reach: RECORD,
    may: ["author"],
    run: (actor, { recordId }) => addAttachment(actor, recordId, receivePdf, now),
  },
  "take a file off": {
    action: "record.write",
    reach: RECORD,
    may: ["author"],
    run: (actor, { attachmentId }) => removeAttachment(actor, attachmentId, now),
  },
  "retract a record": {
    action: "record.retract",
    reach: RECORD,
    may: ["author", "admin"],
    run: (actor, { recordId }) => stale(retractRecord(actor, recordId, "x", notYet)),
  },
  "take out the whole record": {
    action: "record.export",
    reach: CARE,
    run: (actor, { patientId }) => getWholeRecord(proven(actor, now), patientId, undefined, now),
  },
  "take out one's own record": {
    action: "own-record.export",
    reach: CARE,
    run: (actor, { patientId }) => getOwnWholeRecord(actor, patientId, undefined, now),
  },
  "read the history": {
    action: "history.read",
    reach: CARE,
    run: (actor, { patientId }) => getHistory(actor, patientId),
  },
  "add to the history": {
    action: "history.add",
    reach: CARE,
    may: ["patient", "treating"],
    run: (actor, { patientId }) =>
      addEntry(actor, patientId, { kind: "condition", name: "Asthma" }, { now }),
  },
  "change the history": {
    action: "history.change",
    reach: CARE,
    may: ["patient"],
    run: (actor, { patientId, entryId }) =>
      changeEntry(actor, patientId, entryId, { name: "Penicillins" }, { now }),
  },
  "take out of the history": {
    action: "history.change",
    reach: CARE,
    may: ["patient"],
    run: (actor, { patientId, entryId }) => stale(removeEntry(actor, patientId, entryId, notYet)),
  },
  "read the profile": {
    action: "patient.read",
    reach: CARE,
    run: (actor, { patientId }) => getProfile(actor, patientId, now),
  },
  "see the insurance number": {
    action: "patient.read",
    reach: CARE,
    run: (actor, { patientId }) => revealInsuranceNumber(actor, patientId),
  },
  "change the profile": {
    action: "patient.change",
    reach: CARE,
    may: ["patient", "admin"],
    run: (actor, { patientId }) => stale(updateProfile(actor, patientId, profile, notYet)),
  },
  "see who looked": {
    action: "access-log.read",
    reach: CARE,
    run: (actor, { patientId }) => listAccess(actor, patientId, { limit: 5 }),
  },
  "open an emergency access": {
    action: "emergency.open",
    reach: EVERYBODY,
    run: (actor, { patientId }) => openEmergencyAccess(actor, patientId, "x"),
  },
};

async function stale(attempt: Promise<unknown>): Promise<void> {
  await attempt.catch((error: unknown) => {
    if (!(error instanceof DomainError && error.code === "stale_version")) throw error;
  });
}

const actorFor = (relation: Relation, world: ChartWorld): Actor =>
  relation === "visitor" ? anonymous : world[relation];

/** What the walls answer: a code, or "done". */
function expected(relation: Relation, { action, reach, may = reach }: Operation, actor: Actor) {
  if (relation === "visitor") return "unauthenticated";
  if (!POLICY[action][roleOf(actor)]) return "forbidden";
  if (!reach.includes(relation)) return "not_found";
  return may.includes(relation) ? "done" : "forbidden";
}

async function answerTo(attempt: Promise<unknown>): Promise<string> {
  try {
    await attempt;
    return "done";
  } catch (error) {
    if (error instanceof DomainError) return error.code;
    throw error;
  }
}

const TABLES = [
  "medical_records",
  "medical_record_revisions",
  "record_drafts",
  "attachments",
  "attachment_chunks",
  "history_entries",
  "patient_profiles",
  "patients",
  "emergency_accesses",
];

/** Tells every change of a patient's data: each write of a row gives it another `ctid` and `xmin`. */
async function snapshot(): Promise<Record<string, unknown>> {
  const columns = TABLES.map(
    (table) =>
      `(SELECT sum(hashtextextended(ctid::text, xmin::text::bigint)) FROM ${table}) AS ${table}`,
  );
  const { rows } = await testDatabase().superuser.query<Record<string, unknown>>(
    `SELECT ${columns.join(", ")}`,
  );
  return rows[0] ?? {};
}

async function readingsBy(actor: Actor): Promise<{ purpose: string | null }[]> {
  const { rows } = await testDatabase().superuser.query<{ purpose: string | null }>(
    "SELECT detail ->> 'purpose' AS purpose FROM audit_events WHERE actor_id = $1 AND action ~ '(read|export)$'",
    [actor.kind === "user" ? actor.userId : null],
  );
  return rows;
}

const PURPOSES: Partial<Record<Relation, string>> = {
  treating: "treatment",
  author: "authorship",
  emergency: "emergency",
  admin: "oversight",
};

describe.each([
  ["with all walls", () => testDatabase().appUrl, RELATIONS],
  // A superuser's connection: row level security lets pass everything. What a disabled account may
  // is then the session's business.
  ["by the scope alone", () => testDatabase().superuserUrl, EVERYBODY],
] as const)("%s", (_walls, url, relations) => {
  beforeAll(async () => {
    await disconnect();
    supply({ DATABASE_URL: url() });
  });
  afterAll(disconnect);

  // Operations that only read share one world.
  let shared: ChartWorld;
  beforeAll(async () => {
    shared = await makeChartWorld();
  });

  it.each(Object.keys(OPERATIONS))("%s", async (name) => {
    const operation = OPERATIONS[name] ?? expect.fail();
    const reads = /\.(read|export)$/.test(operation.action) && name !== "see who looked";
    const world = reads ? shared : await makeChartWorld();
    let before = await snapshot();
    for (const relation of relations) {
      const actor = actorFor(relation, world);
      const isNoted = reads && relation !== "patient";
      const readBefore = isNoted ? (await readingsBy(actor)).length : 0;
      const answer = await answerTo(operation.run(actor, world));
      expect([relation, answer]).toEqual([relation, expected(relation, operation, actor)]);
      const after = await snapshot();
      if (answer !== "done") expect([relation, after]).toEqual([relation, before]);
      before = after;
      if (isNoted && answer === "done") {
        const readings = (await readingsBy(actor)).slice(readBefore);
        expect([relation, readings]).toEqual([relation, [{ purpose: PURPOSES[relation] }]]);
      }
    }
  });
});

it("knows an operation for every action on a patient's data", () => {
  const tried = new Set(Object.values(OPERATIONS).map(({ action }) => action));
  const known = (Object.keys(POLICY) as Action[]).filter((action) =>
    /^(patient\.(read|change)|history\.|record\.|emergency\.|access-log\.)/.test(action),
  );
  expect(known.filter((action) => !tried.has(action))).toEqual([]);
});
