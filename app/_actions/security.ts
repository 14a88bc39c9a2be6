"use server";

import { getTranslations } from "next-intl/server";
import { z } from "zod";
import type { UserActor } from "#lib/access/actor.ts";
import { dashboardOf } from "#lib/auth/callback-url.ts";
import { acceptDevices, removeDevice } from "#lib/auth/known-devices.ts";
import {
  addPasskey,
  beginPasskey,
  removePasskey,
  renamePasskey,
} from "#lib/auth/passkeys/manage.ts";
import { newPasskeySchema, passkeyNameSchema } from "#lib/auth/passkeys/schema.ts";
import {
  beginTotp,
  confirmTotp,
  removeTotp,
  renewRecoveryCodes,
} from "#lib/auth/second-factor/manage.ts";
import { proofSchema } from "#lib/auth/schema.ts";
import type { FormState } from "#lib/web/form-state.ts";
import { provenOwner } from "#lib/web/proof.ts";
import { postingSession, submit, submitAbout, submitOwn, type Told } from "#lib/web/submit.ts";

const PAGE = "/account/security";

export async function beginApp(_previous: FormState, form: FormData): Promise<FormState> {
  return submitOwn(form, proofSchema, async (session) => {
    const now = new Date();
    await beginTotp(await provenOwner(form, session, now), session.sessionId, now);
    return `${PAGE}/app`;
  });
}

/** The answer alone has the recovery codes: no address, and nothing that is kept. */
export async function confirmApp(_previous: FormState, form: FormData): Promise<FormState> {
  return submitOwn(form, z.strictObject({ code: z.string().max(100) }), async (session, input) => {
    return added(await confirmTotp(session, input.code, new Date()), session.actor);
  });
}

export async function beginKey(_previous: FormState, form: FormData): Promise<FormState> {
  return submitOwn(form, proofSchema, async (session) => {
    const now = new Date();
    await beginPasskey(await provenOwner(form, session, now), session.sessionId, now);
    return `${PAGE}/passkey`;
  });
}

/** Answers like `confirmApp`. */
export async function addKey(_previous: FormState, form: FormData): Promise<FormState> {
  return submitOwn(form, newPasskeySchema, async (session, input) =>
    added(await addPasskey(session, input, new Date()), session.actor),
  );
}

export async function renameKey(_previous: FormState, form: FormData): Promise<FormState> {
  return submitAbout(form, passkeyNameSchema, async (actor, { name }, { id }) => {
    await renamePasskey(actor, id, name);
    return `${PAGE}?done=renamed`;
  });
}

export async function removeKey(_previous: FormState, form: FormData): Promise<FormState> {
  return submitAbout(form, proofSchema, async (_actor, _input, { id }) => {
    const session = await postingSession();
    await removePasskey(await provenOwner(form, session, new Date()), id, session.sessionId);
    return `${PAGE}?done=removed`;
  });
}

/** What follows a new factor: the recovery codes of the first one, or the page that lists all of them. */
async function added(codes: string[], { role }: UserActor): Promise<string | Told> {
  if (codes.length === 0) return `${PAGE}?done=added`;
  const t = await getTranslations("auth.security.codes");
  const next = { href: dashboardOf(role), label: t("next") };
  return { ...(await told(codes)), message: t("first"), next };
}

export async function removeApp(_previous: FormState, form: FormData): Promise<FormState> {
  return submit(form, proofSchema, async () => {
    const session = await postingSession();
    await removeTotp(await provenOwner(form, session, new Date()), session.sessionId);
    return `${PAGE}?done=removed`;
  });
}

export async function acceptAll(_previous: FormState, form: FormData): Promise<FormState> {
  return submit(form, z.strictObject({}), async (actor) => {
    await acceptDevices(actor);
    return `${PAGE}?done=accepted`;
  });
}

export async function removeOne(_previous: FormState, form: FormData): Promise<FormState> {
  return submitAbout(form, z.strictObject({}), async (actor, _input, { id }) => {
    await removeDevice(actor, id, new Date());
    return `${PAGE}?done=device`;
  });
}

export async function renewCodes(_previous: FormState, form: FormData): Promise<FormState> {
  return submit(form, proofSchema, async () => {
    const session = await postingSession();
    return told(await renewRecoveryCodes(await provenOwner(form, session, new Date())));
  });
}

async function told(codes: string[]): Promise<Told> {
  const t = await getTranslations("auth.security.codes");
  const download = { name: "slotwell-recovery-codes.txt", label: t("download") };
  const facts = [{ label: t("title"), value: codes.join("\n"), download }];
  return { status: "done", message: t("once"), facts };
}
