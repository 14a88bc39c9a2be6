import { afterAll, beforeEach, expect, it } from "vitest";
import { z } from "zod";
import type { UserActor } from "../access/actor.ts";
import { disconnect } from "../db.ts";
import { testDatabase } from "../testing/database.ts";
import { fieldOf } from "../testing/form-owner.ts";
import { makePatient } from "../testing/people.ts";
import { submit } from "./submit.ts";
import { uploadedFile } from "./upload.ts";

let ann: UserActor & { patientId: string };
let ben: UserActor;
beforeEach(async () => {
  const [one, other] = [(await makePatient()).actor, (await makePatient()).actor];
  ann = { ...one, patientId: one.patientId ?? "" };
  ben = other;
});
afterAll(disconnect);

function formOf(fields: Record<string, string>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  return form;
}

/** Sends a form to an action; returns whether its work was done. */
async function isDone(actor: UserActor, fields: Record<string, string>): Promise<boolean> {
  let done = false;
  const work = () => {
    done = true;
    return Promise.resolve("/patient");
  };
  // It ends with a redirect, which Next.js throws.
  const sent = submit(formOf(fields), z.looseObject({}), work, () => Promise.resolve(actor));
  await expect(sent).rejects.toThrow();
  return done;
}

// Fails without requireOwner in submit.
it("does the work of a form for the user who opened it alone", async () => {
  expect(await isDone(ann, { ...fieldOf(ann.userId), reason: "Cough" })).toBe(true);
  expect(await isDone(ben, { ...fieldOf(ann.userId), reason: "Cough" })).toBe(false);
  expect(await isDone(ben, { _for: "", reason: "Cough" })).toBe(false);
  expect(await isDone(ben, { reason: "Cough" })).toBe(false);
});

// Fails without `account_changed` in audit_refused.
it("leaves an entry about the patient of the form, without what was typed", async () => {
  await isDone(ben, { ...fieldOf(ann.userId), _id: ann.patientId, reason: "Cough" });
  const { rows } = await testDatabase().superuser.query(
    `SELECT entity, patient_id, detail FROM audit_events
     WHERE action = 'access.refused' AND actor_id = $1`,
    [ben.userId],
  );
  expect(rows).toEqual([
    { entity: "patients", patient_id: ann.patientId, detail: { code: "account_changed" } },
  ]);
});

// Fails without requireOwner in uploadedFile.
it("reads no file of a form that another user opened", async () => {
  const limits = { field: "file", most: 1000, tooLarge: "file_size" };
  const upload = (fields: Record<string, string>) => {
    const body = formOf(fields);
    body.set("file", new File(["content"], "scan.pdf"));
    return uploadedFile(new Request("http://localhost/x", { method: "POST", body }), ben, limits);
  };
  await expect(upload(fieldOf(ann.userId))).rejects.toMatchObject({ code: "account_changed" });
  await expect(upload({})).rejects.toMatchObject({ code: "account_changed" });
  expect(await upload(fieldOf(ben.userId))).toMatchObject({ name: "scan.pdf" });
});
