"use server";

import { z } from "zod";
import { accountFilterSchema } from "#lib/accounts/schema.ts";
import { patientFilterSchema } from "#lib/patients/schema.ts";
import { sealSearch } from "#lib/web/sealed-search.ts";
import { withParams } from "#lib/web/search-params.ts";
import { submit } from "#lib/web/submit.ts";

// Searches for people post, and lead to an address that does not contain what was typed. A search
// that is refused leaves the page as it is.

const patients = patientFilterSchema.pick({ q: true }).extend({
  list: z.enum(["/doctor/patients", "/admin/patients", "/doctor/book", "/admin/book"]),
});

/** Looks for patients in one of the lists. */
export async function findPatients(formData: FormData): Promise<void> {
  await submit(formData, patients, (actor, { list, q }) =>
    Promise.resolve(withParams(list, { find: sealSearch(actor, q, new Date()) })),
  );
}

const accounts = accountFilterSchema.pick({ q: true, role: true, state: true });

/** Looks for accounts by words of the name or e-mail address, by role and by state. */
export async function findAccounts(formData: FormData): Promise<void> {
  await submit(formData, accounts, (actor, { q, role, state }) =>
    Promise.resolve(
      withParams("/admin/users", { role, state, find: sealSearch(actor, q, new Date()) }),
    ),
  );
}
