import { afterAll, beforeAll, describe, expect, expectTypeOf, it } from "vitest";
import {
  changeAccount,
  closeAccount,
  disableAccount,
  enableAccount,
  endSessionsOf,
  resetSecondFactor,
} from "../accounts/commands.ts";
import { changeRetention } from "../accounts/retention.ts";
import {
  changeScopes,
  createClient,
  deleteClient,
  rotateSecret,
  setClientDisabled,
} from "../auth/oauth/manage-clients.ts";
import { newToken } from "../auth/secrets.ts";
import { beginSession } from "../auth/session-store.ts";
import { getWholeRecord, openExport } from "../chart/whole.ts";
import { clientFormSchema } from "../clients/schema.ts";
import { disconnect } from "../db.ts";
import { DomainError } from "../errors.ts";
import { declineDoctor, takeVerificationBack, verifyDoctor } from "../people/verification.ts";
import { makeAdmin, proven } from "../testing/people.ts";
import type { ProvenActor, UserActor } from "./actor.ts";
import {
  authorize,
  authorizeProven,
  authorizeUser,
  isRecent,
  POLICY,
  type Action,
  type PlainAction,
  type ProofAction,
} from "./policy.ts";

// Every command whose action needs a recent proof, held against the policy table: a new action with
// `proof` does not compile without its commands here.

const now = new Date("2025-01-06T12:00:00Z");
const minutesAgo = (minutes: number) => new Date(now.getTime() - minutes * 60_000);
/** Of nothing there is: what is allowed is then not found. */
const id = "00000000-0000-7000-8000-000000000000";
const client = clientFormSchema.parse({ kind: "public", name: "App", redirectUris: "a.b:/c" });

type Command = (actor: ProvenActor) => Promise<unknown>;
const COMMANDS: Record<ProofAction, Command[]> = {
  "record.export": [
    (actor) => getWholeRecord(actor, id, undefined, now),
    (actor) => openExport(actor, id, now),
  ],
  "doctor.verify": [
    (actor) => verifyDoctor(actor, id, { now, firstVisitType: "Visit" }),
    (actor) => declineDoctor(actor, id, { now, reason: "x" }),
    (actor) => takeVerificationBack(actor, id, { now }),
  ],
  "account.disable": [
    (actor) => disableAccount(actor, id, now),
    (actor) => enableAccount(actor, id, now),
    (actor) => changeAccount(actor, id, { disabled: true }, now),
  ],
  "account.change-role": [(actor) => changeAccount(actor, id, { role: "admin" }, now)],
  "account.correct": [(actor) => changeAccount(actor, id, { name: "Ann" }, now)],
  "account.end-sessions": [
    (actor) => endSessionsOf(actor, id, "all", now),
    (actor) => endSessionsOf(actor, id, { sessionId: id }, now),
  ],
  "account.reset-factor": [(actor) => resetSecondFactor(actor, id, now)],
  "account.close": [(actor) => closeAccount(actor, id, { name: "x" }, { now, reason: "x" })],
  "retention.change": [(actor) => changeRetention(actor, id, { years: 10 }, now)],
  "client.manage": [
    (actor) => createClient(actor, client, now),
    (actor) => rotateSecret(actor, "missing", now),
    (actor) => changeScopes(actor, "missing", [], now),
    (actor) => setClientDisabled(actor, "missing", true, now),
    (actor) => deleteClient(actor, "missing", now),
  ],
};

let admin: UserActor;
beforeAll(async () => {
  admin = await makeAdmin();
  // The audit trail takes changes of a client from an admin with a session.
  const session = { token: newToken(), userId: admin.userId, via: "password", userAgent: "" };
  await beginSession(session, now);
});
afterAll(disconnect);

const outcomeOf = (command: Command, actor: ProvenActor) =>
  command(actor).then(
    () => "done",
    (error: unknown) => (error instanceof DomainError ? error.code : error),
  );

describe.each(Object.entries(COMMANDS))("%s", (_action, commands) => {
  it("is refused with a proof of ten minutes ago, and allowed with a younger one", async () => {
    for (const command of commands) {
      expect(await outcomeOf(command, proven(admin, minutesAgo(10)))).toBe("proof_needed");
      const allowed = await outcomeOf(command, proven(admin, minutesAgo(9.9)));
      expect(["done", "not_found"]).toContain(allowed);
    }
  });
});

it("takes a proof for ten minutes", () => {
  expect(isRecent(minutesAgo(9.9), now)).toBe(true);
  expect(isRecent(minutesAgo(10), now)).toBe(false);
});

it("needs a proof for what admins alone may do, and for no reading but the whole record", () => {
  const needing = (Object.keys(POLICY) as Action[]).filter((action) => POLICY[action].proof);
  expect(needing.sort()).toEqual(Object.keys(COMMANDS).sort());
  for (const action of needing) {
    const { patient, doctor, anonymous } = POLICY[action];
    expect([action, patient, doctor, anonymous]).toEqual([action, false, false, false]);
  }
});

// Checked by the compiler, which `npm run check` runs.
it("does not compile for an actor without a proof", () => {
  expectTypeOf<UserActor>().not.toExtend<ProvenActor>();
  expectTypeOf(authorize).parameter(1).toEqualTypeOf<PlainAction>();
  expectTypeOf(authorizeUser).parameter(1).toEqualTypeOf<PlainAction>();
  expectTypeOf<Extract<PlainAction, ProofAction>>().toBeNever();
  expectTypeOf(authorizeProven).parameter(0).toEqualTypeOf<ProvenActor>();
  const commands = [
    ...[changeAccount, closeAccount, disableAccount, enableAccount, endSessionsOf],
    resetSecondFactor,
    ...[changeRetention, getWholeRecord, openExport],
    ...[verifyDoctor, declineDoctor, takeVerificationBack],
    ...[createClient, rotateSecret, changeScopes, setClientDisabled, deleteClient],
  ];
  expectTypeOf(commands).items.parameter(0).toEqualTypeOf<ProvenActor>();
});
