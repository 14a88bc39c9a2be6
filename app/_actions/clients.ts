"use server";

import { getTranslations } from "next-intl/server";
import { z } from "zod";
import {
  changeScopes,
  createClient,
  deleteClient,
  rotateSecret,
  setClientDisabled,
} from "#lib/auth/oauth/manage-clients.ts";
import { clientFormSchema, clientProofSchema, clientScopesSchema } from "#lib/clients/schema.ts";
import type { FormState } from "#lib/web/form-state.ts";
import { provenUser } from "#lib/web/proof.ts";
import { submit, submitAbout, type Told } from "#lib/web/submit.ts";

const nothing = z.strictObject({});
const PATH = "/admin/api-clients";

/** The page of a program that shows what was just done. */
const shown = (id: string, done: string) => `${PATH}/${id}?done=${done}`;

/** The answer alone has the secret: no address, and nothing that is kept. */
export async function createOne(_previous: FormState, form: FormData): Promise<FormState> {
  return submit(form, clientFormSchema, async (_actor, { current, code, ...input }) => {
    const now = new Date();
    const { id, secret } = await createClient(await proven(form, now), input, now);
    const t = await getTranslations("clients.admin");
    return { ...(await told(id, secret)), next: { href: `${PATH}/${id}`, label: t("open") } };
  });
}

export async function rotateOne(_previous: FormState, form: FormData): Promise<FormState> {
  return submitAbout(form, clientProofSchema, async (_actor, _input, { id }) => {
    const now = new Date();
    return told(id, await rotateSecret(await proven(form, now), id, now));
  });
}

export async function saveScopes(_previous: FormState, form: FormData): Promise<FormState> {
  return submitAbout(form, clientScopesSchema, async (_actor, { scopes }, { id }) => {
    const now = new Date();
    await changeScopes(await proven(form, now), id, scopes, now);
    return shown(id, "scopes");
  });
}

export async function disableOne(_previous: FormState, form: FormData): Promise<FormState> {
  return submitAbout(form, nothing, async (_actor, _input, { id }) => {
    const now = new Date();
    await setClientDisabled(await proven(form, now), id, true, now);
    return shown(id, "disabled");
  });
}

export async function enableOne(_previous: FormState, form: FormData): Promise<FormState> {
  return submitAbout(form, nothing, async (_actor, _input, { id }) => {
    const now = new Date();
    await setClientDisabled(await proven(form, now), id, false, now);
    return shown(id, "enabled");
  });
}

export async function deleteOne(_previous: FormState, form: FormData): Promise<FormState> {
  return submitAbout(form, clientProofSchema, async (_actor, _input, { id }) => {
    const now = new Date();
    await deleteClient(await proven(form, now), id, now);
    return `${PATH}?done=removed`;
  });
}

const proven = (form: FormData, now: Date) => provenUser(form, "client.manage", now);

async function told(id: string, secret: string | null): Promise<Told> {
  const t = await getTranslations("clients.admin");
  const facts = [{ label: t("id"), value: id }];
  if (secret === null) return { status: "done", message: t("createdPublic"), facts };
  facts.push({ label: t("secret"), value: secret });
  return { status: "done", message: t("secretOnce"), facts };
}
